import Autograd

/// Scale and shift of a layer normalization.
struct Norm {
  let scale: Parameter
  let shift: Parameter

  init(_ store: ParameterStore, _ name: String, width: Int) {
    scale = store.add("\(name).scale", [width])
    shift = store.add("\(name).shift", [width])
  }

  /// GPT-2's ε.
  static let epsilon: Float = 1e-5

  func callAsFunction(_ x: Tensor, on tape: Tape) -> Tensor {
    tape.layerNorm(x, scale: scale.tensor, shift: shift.tensor, epsilon: Self.epsilon)
  }
}

/// y = x W + b with `W_IO`, the layout of GPT-2's `Conv1D`.
struct Projection {
  let weight: Parameter
  let bias: Parameter

  init(_ store: ParameterStore, _ name: String, inputs: Int, outputs: Int) {
    weight = store.add("\(name).weight", [inputs, outputs])
    bias = store.add("\(name).bias", [outputs])
  }

  func callAsFunction(_ x: Tensor, on tape: Tape) -> Tensor {
    tape.linear(x, weight: weight.tensor, bias: bias.tensor, layout: .inputOutput)
  }
}

/// A pre-normalization block: `x_NE → x_NE`, see `GPT`.
struct DecoderBlock {
  let heads: Int
  let attentionNorm: Norm
  let attention: Projection
  let attentionOutput: Projection
  let feedForwardNorm: Norm
  let feedForward: Projection
  let feedForwardOutput: Projection

  init(_ store: ParameterStore, _ name: String, width: Int, heads: Int) {
    self.heads = heads
    attentionNorm = Norm(store, "\(name).attentionNorm", width: width)
    attention = Projection(store, "\(name).attention", inputs: width, outputs: 3 * width)
    attentionOutput = Projection(store, "\(name).attentionOutput", inputs: width, outputs: width)
    feedForwardNorm = Norm(store, "\(name).feedForwardNorm", width: width)
    feedForward = Projection(store, "\(name).feedForward", inputs: width, outputs: 4 * width)
    feedForwardOutput = Projection(
      store, "\(name).feedForwardOutput", inputs: 4 * width, outputs: width)
  }

  /// - Parameter onlyLast: whether only the last row of each sequence is wanted, `x_NE → x_SE`. All
  ///   that follows the attention works row by row and is then done for these rows alone.
  func callAsFunction(
    _ x: Tensor, offsets: [Int], onlyLast: Bool = false, on tape: Tape
  ) -> Tensor {
    var x = x
    var attended = tape.attention(
      attention(attentionNorm(x, on: tape), on: tape), offsets: offsets, heads: heads,
      causal: true)
    if onlyLast {
      attended = tape.lastRows(attended, offsets: offsets)
      x = tape.lastRows(x, offsets: offsets)
    }
    x = tape.add(x, attentionOutput(attended, on: tape))
    let inner = tape.gelu(feedForward(feedForwardNorm(x, on: tape), on: tape), .tanh)
    return tape.add(x, feedForwardOutput(inner, on: tape))
  }
}
