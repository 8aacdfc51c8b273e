import Autograd

/// Queries, keys and values of a row, turned and normalized as the family has it, and what they
/// attend to: `x_NE → y_N(H·D)`, before the output projection.
struct SelfAttention {
  private enum Inputs {
    case separate(query: Projection, key: Projection, value: Projection)
    case fused(Projection)
  }

  private let inputs: Inputs
  private let queryNorm: Norm?
  private let keyNorm: Norm?
  private let layout: TransformerLayout
  /// Shared by all layers of a model.
  private let rotary: RotaryTable?
  private let window: Int?

  init(
    _ assembly: WeightAssembly, _ name: String, _ layout: TransformerLayout, window: Int?,
    rotary: RotaryTable?, deviation: Float
  ) throws(ModelError) {
    self.layout = layout
    self.rotary = rotary
    self.window = window
    func projection(_ layer: String, _ outputs: Int) throws(ModelError) -> Projection {
      try Projection(
        assembly, "\(name).\(layer)", inputs: layout.width, outputs: outputs,
        bias: layout.queryKeyValueBias, layout: layout.weights, deviation: deviation)
    }
    if layout.projections == .separate {
      inputs = .separate(
        query: try projection("query", layout.queryWidth),
        key: try projection("key", layout.keyValueWidth),
        value: try projection("value", layout.keyValueWidth))
    } else {
      inputs = .fused(try projection("attention", layout.queryWidth + 2 * layout.keyValueWidth))
    }
    func headNorm(_ layer: String) -> Norm? {
      layout.hasHeadNorm
        ? Norm(assembly, "\(name).\(layer)", width: layout.headWidth, layout) : nil
    }
    (queryNorm, keyNorm) = (headNorm("queryNorm"), headNorm("keyNorm"))
  }

  /// - Parameter rows: the rows of the result that are wanted, ascending, `x_NE → y_K(H·D)`; nil for
  ///   all. Queries are computed for these alone, keys and values for all.
  func callAsFunction(
    _ x: Tensor, offsets: [Int], prompts: [Int]? = nil, rows: [Int]? = nil, on tape: Tape
  ) -> Tensor {
    guard let rows else { return all(x, offsets, prompts, on: tape) }
    return chosen(x, offsets, prompts, rows: rows, on: tape)
      ?? tape.gatherRows(all(x, offsets, prompts, on: tape), rows: rows)
  }

  /// Where queries can be computed apart from keys and values, and need not be turned.
  private func chosen(
    _ x: Tensor, _ offsets: [Int], _ prompts: [Int]?, rows: [Int], on tape: Tape
  ) -> Tensor? {
    guard rotary == nil else { return nil }
    let rule = AttentionRule(causal: layout.isCausal, window: window)
    switch inputs {
    case .separate(let query, let key, let value):
      var (q, k) = (query(tape.gatherRows(x, rows: rows), on: tape), key(x, on: tape))
      if let queryNorm, let keyNorm { (q, k) = (queryNorm(q, on: tape), keyNorm(k, on: tape)) }
      return tape.attention(
        queries: q, rows: rows, keys: k, values: value(x, on: tape), offsets: offsets,
        prompts: prompts, heads: layout.heads, keyValueHeads: layout.keyValueHeads,
        headWidth: layout.headWidth, rule)
    case .fused(let projection):
      let (width, shared) = (layout.queryWidth, layout.keyValueWidth)
      guard layout.projections == .fused,
        let keysAndValues = projection(x, outputs: width..<width + 2 * shared, on: tape),
        let q = projection(tape.gatherRows(x, rows: rows), outputs: 0..<width, on: tape)
      else { return nil }
      func part(_ count: Int, _ start: Int) -> HeadLayout {
        HeadLayout(count: count, width: layout.headWidth, start: start)
      }
      return tape.attention(
        queries: q, part(layout.heads, 0), rows: rows, keysAndValues: keysAndValues,
        keys: part(layout.keyValueHeads, 0), values: part(layout.keyValueHeads, shared),
        offsets: offsets, prompts: prompts, rule)
    }
  }

  private func all(
    _ x: Tensor, _ offsets: [Int], _ prompts: [Int]?, on tape: Tape
  ) -> Tensor {
    let rule = AttentionRule(causal: layout.isCausal, window: window)
    switch inputs {
    case .separate(let query, let key, let value):
      var (q, k) = (query(x, on: tape), key(x, on: tape))
      if let queryNorm, let keyNorm { (q, k) = (queryNorm(q, on: tape), keyNorm(k, on: tape)) }
      if let rotary, let style = layout.rotary?.style {
        q = tape.rotary(
          q, headWidth: layout.headWidth, offsets: offsets, prompts: prompts, table: rotary,
          style: style)
        k = tape.rotary(
          k, headWidth: layout.headWidth, offsets: offsets, prompts: prompts, table: rotary,
          style: style)
      }
      return tape.attention(
        queries: q, keys: k, values: value(x, on: tape), offsets: offsets, prompts: prompts,
        heads: layout.heads, keyValueHeads: layout.keyValueHeads, headWidth: layout.headWidth, rule)
    case .fused(let projection):
      var fused = projection(x, on: tape)
      let (queries, keys, values) = heads
      if let rotary, let style = layout.rotary?.style {
        fused = tape.rotary(
          fused, heads: [queries, keys], offsets: offsets, prompts: prompts, table: rotary,
          style: style)
      }
      return tape.attention(
        fused, queries: queries, keys: keys, values: values, offsets: offsets, prompts: prompts,
        rule)
    }
  }

  /// Where heads lie in the rows of one fused projection.
  private var heads: (queries: HeadLayout, keys: HeadLayout, values: HeadLayout) {
    let (count, width) = (layout.heads, layout.headWidth)
    let byHead = layout.projections == .fusedByHead
    let (step, pitch) = byHead ? (width, 3 * width) : (layout.queryWidth, width)
    func part(_ index: Int) -> HeadLayout {
      HeadLayout(count: count, width: width, start: index * step, pitch: pitch)
    }
    return (part(0), part(1), part(2))
  }
}
