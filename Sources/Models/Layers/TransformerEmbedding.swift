import Autograd

/// Hidden state 0: the rows of the token table, with learned positions and token type 0 added and
/// normalized where the family does so: `ids_N → x_NE`.
package struct TransformerEmbedding {
  let tokens: Weight
  private let positions: Weight?
  private let tokenTypes: Weight?
  private let norm: Norm?
  private let padding: Int32?

  init(_ assembly: WeightAssembly, _ layout: TransformerLayout) throws(ModelError) {
    func table(_ name: String, _ rows: Int) throws(ModelError) -> Weight {
      try assembly.matrix(
        "\(name).weight", [rows, layout.width], .normal(TransformerBlock.deviation))
    }
    padding = layout.paddingToken
    tokens = try Self.tokens(assembly, layout)
    positions = try layout.positions.map { count throws(ModelError) in
      try table("positions", count)
    }
    tokenTypes = try layout.tokenTypes.map { count throws(ModelError) in
      try table("tokenTypes", count)
    }
    norm =
      layout.hasEmbeddingNorm
      ? Norm(assembly, "embeddingNorm", width: layout.width, layout) : nil
  }

  static func tokens(
    _ assembly: WeightAssembly, _ layout: TransformerLayout
  ) throws(ModelError) -> Weight {
    try assembly.matrix(
      "tokens.weight", [layout.vocabulary, layout.width], .normal(TransformerBlock.deviation),
      sparseRows: !(assembly.writesTokens && layout.unembedding == .tied))
  }

  package func callAsFunction(
    _ packed: PackedTokens, prompts: [Int]? = nil, on tape: Tape
  ) -> Tensor {
    var x = tokens.rows(packed.ids, padding: padding, on: tape)
    switch positions {
    case .parameter(let table):
      x = tape.addPositions(x, table: tape.leaf(table), offsets: packed.offsets, prompts: prompts)
    case .frozen(let table):
      let places = Tape.positions(offsets: packed.offsets, prompts: prompts)
      x = tape.add(x, tape.embedding(frozen: table, ids: places))
    case nil: break
    }
    if let tokenTypes {
      x = tape.add(
        x, tokenTypes.rows([Int32](repeating: 0, count: packed.ids.count), on: tape))
    }
    return norm.map { $0(x, on: tape) } ?? x
  }
}
