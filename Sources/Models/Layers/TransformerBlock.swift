import Autograd

/// Attention and feed-forward with their norms, added to the residual stream as
/// `TransformerLayout.BlockForm` says: `x_NE → x_NE`.
package struct TransformerBlock {
  /// σ of initial weights, as GPT-2's and transformers' `initializer_range`.
  static let deviation: Float = 0.02

  private let form: TransformerLayout.BlockForm
  private let attentionNorm: Norm
  private let attention: SelfAttention
  private let attentionOutput: Projection
  private let feedForwardNorm: Norm
  private let feedForward: FeedForward

  init(
    _ assembly: WeightAssembly, _ layout: TransformerLayout, layer: Int, rotary: RotaryTable?
  ) throws(ModelError) {
    let name = "blocks.\(layer)"
    let deviation = Self.deviation
    let residual =
      layout.scalesResidual ? deviation / Float(2 * layout.layers).squareRoot() : deviation
    form = layout.form
    attentionNorm = Norm(assembly, "\(name).attentionNorm", width: layout.width, layout)
    attention = try SelfAttention(
      assembly, name, layout, window: layout.windows[layer], rotary: rotary, deviation: deviation)
    attentionOutput = try Projection(
      assembly, "\(name).attentionOutput", inputs: layout.queryWidth, outputs: layout.width,
      bias: layout.attentionOutputBias, layout: layout.weights, deviation: residual)
    feedForwardNorm = Norm(assembly, "\(name).feedForwardNorm", width: layout.width, layout)
    feedForward = try FeedForward(
      assembly, name, layout, deviation: deviation, residualDeviation: residual)
  }

  /// - Parameters:
  ///   - prompts: for each sequence the tokens before its branches (`Attention`); nil for none.
  ///   - rows: the rows of the result that are wanted, ascending, `x_NE → x_KE`; nil for all.
  ///     Keys and values are computed for all, everything else for these alone.
  package func callAsFunction(
    _ x: Tensor, offsets: [Int], prompts: [Int]? = nil, rows: [Int]? = nil, on tape: Tape
  ) -> Tensor {
    func wanted(_ x: Tensor) -> Tensor { rows.map { tape.gatherRows(x, rows: $0) } ?? x }
    switch form {
    case .preNorm:
      let attended = attention(
        attentionNorm(x, on: tape), offsets: offsets, prompts: prompts, rows: rows, on: tape)
      let x = tape.add(wanted(x), attentionOutput(attended, on: tape))
      return tape.add(x, feedForward(feedForwardNorm(x, on: tape), on: tape))
    case .parallel:
      let attended = attention(
        attentionNorm(x, on: tape), offsets: offsets, prompts: prompts, rows: rows, on: tape)
      let x = wanted(x)
      let inner = feedForward(feedForwardNorm(x, on: tape), on: tape)
      return tape.add(x, tape.add(attentionOutput(attended, on: tape), inner))
    case .postNorm:
      let attended = attention(x, offsets: offsets, prompts: prompts, rows: rows, on: tape)
      let x = attentionNorm(
        tape.add(wanted(x), attentionOutput(attended, on: tape)), on: tape)
      return feedForwardNorm(tape.add(x, feedForward(x, on: tape)), on: tape)
    }
  }
}
