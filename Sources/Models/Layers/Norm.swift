import Autograd

/// Layer normalization with scale and shift, or RMS normalization with a scale: `x_NE → y_NE`.
struct Norm {
  let scale: Parameter
  let shift: Parameter?
  let epsilon: Float

  init(_ assembly: WeightAssembly, _ name: String, width: Int, _ layout: TransformerLayout) {
    scale = assembly.vector("\(name).scale", width, .constant(1))
    shift = layout.norm == .layer ? assembly.vector("\(name).shift", width, .constant(0)) : nil
    epsilon = layout.epsilon
  }

  func callAsFunction(_ x: Tensor, on tape: Tape) -> Tensor {
    guard let shift else { return tape.rmsNorm(x, scale: tape.leaf(scale), epsilon: epsilon) }
    return tape.layerNorm(x, scale: tape.leaf(scale), shift: tape.leaf(shift), epsilon: epsilon)
  }
}
