import Autograd

/// y = x W + b, with a low-rank addition where one is trained: `x_NI → y_NO`.
struct Projection {
  let weight: Weight
  let bias: Parameter?
  let layout: LinearLayout
  let adapter: Adapter?

  init(
    _ assembly: WeightAssembly, _ name: String, inputs: Int, outputs: Int, bias: Bool,
    layout: LinearLayout, deviation: Float
  ) throws(ModelError) {
    self.layout = layout
    let shape = layout == .inputOutput ? [inputs, outputs] : [outputs, inputs]
    weight = try assembly.matrix("\(name).weight", shape, .normal(deviation))
    self.bias = bias ? assembly.vector("\(name).bias", outputs, .constant(0)) : nil
    adapter = assembly.adapter(name, inputs: inputs, outputs: outputs)
  }

  func callAsFunction(_ x: Tensor, on tape: Tape) -> Tensor {
    let y = weight.linear(x, bias: bias.map(tape.leaf), layout: layout, on: tape)
    guard let adapter else { return y }
    return tape.add(y, adapter(x, on: tape))
  }

  /// Some of the outputs alone, where the weight can be read by parts: `x_NI → y_NP`.
  func callAsFunction(_ x: Tensor, outputs: Range<Int>, on tape: Tape) -> Tensor? {
    guard adapter == nil, case .parameter(let weight) = weight else { return nil }
    return tape.linear(
      x, weight: tape.leaf(weight), bias: bias.map(tape.leaf), layout: layout, outputs: outputs)
  }
}

/// The low-rank addition (α / r) (x Aᵀ) Bᵀ: `x_NI, A_RI, B_OR → y_NO`; B is zero at first.
/// Source: Hu et al. 2021, "LoRA", section 4.1; A begins as in PEFT, uniform within ±1/√I.
struct Adapter {
  let down: Parameter
  let up: Parameter
  let scale: Float

  func callAsFunction(_ x: Tensor, on tape: Tape) -> Tensor {
    let inner = tape.linear(x, weight: tape.leaf(down), layout: .outputInput)
    return tape.linear(tape.scale(inner, by: scale), weight: tape.leaf(up), layout: .outputInput)
  }
}
