import Autograd

/// A transformer, cut at its seams: embedding, blocks, last norm, unembedding.
///
/// Hidden states are numbered as transformers' `output_hidden_states`: 0 is the embedding, k what
/// comes out of block k (counted from 1), and the last one has gone through the last norm where the
/// family has one.
package final class Transformer {
  package let layout: TransformerLayout
  private let embedding: TransformerEmbedding
  private let blocks: [TransformerBlock]
  private let norm: TransformerNorm?
  private let unembedding: TransformerUnembedding?
  private let checkpointing: Bool

  /// - Parameter checkpointing: whether the backward pass computes blocks again instead of keeping
  ///   what they computed.
  init(
    _ assembly: WeightAssembly, _ layout: TransformerLayout, checkpointing: Bool = false
  ) throws(ModelError) {
    self.layout = layout
    self.checkpointing = checkpointing
    embedding = try TransformerEmbedding(assembly, layout)
    let rotary = layout.rotary.map(RotaryTable.init)
    var blocks: [TransformerBlock] = []
    for layer in 0..<layout.layers {
      blocks.append(try TransformerBlock(assembly, layout, layer: layer, rotary: rotary))
    }
    self.blocks = blocks
    norm = layout.hasFinalNorm ? TransformerNorm(assembly, layout) : nil
    unembedding = try TransformerUnembedding(assembly, layout, tokens: embedding.tokens)
  }

  package var width: Int { layout.width }
  package var layers: Int { layout.layers }
  package var vocabulary: Int { layout.vocabulary }
  package var context: Int { layout.context }
  package var isCausal: Bool { layout.isCausal }

  /// Hidden state 0: `ids_N → x_NE`. Sequences must fit the context.
  package func embed(
    _ tokens: PackedTokens, prompts: [Int]? = nil, on tape: Tape
  ) -> Tensor {
    embedding(tokens, prompts: prompts, on: tape)
  }

  /// Block k, counted from 0: `x_NE → x_NE`, or `x_KE` of the rows that are wanted.
  package func block(
    _ k: Int, _ x: Tensor, offsets: [Int], prompts: [Int]? = nil, rows: [Int]? = nil,
    on tape: Tape
  ) -> Tensor {
    let block = blocks[k]
    guard checkpointing else {
      return block(x, offsets: offsets, prompts: prompts, rows: rows, on: tape)
    }
    return tape.checkpoint { block(x, offsets: offsets, prompts: prompts, rows: rows, on: $0) }
  }

  /// The last norm; x itself where the family has none.
  package func normalized(_ x: Tensor, on tape: Tape) -> Tensor {
    norm.map { $0(x, on: tape) } ?? x
  }

  /// Logits of the next token after every row of the last hidden state: `x_NE → logits_NV`; nil
  /// where there is no unembedding.
  package func vocabularyLogits(_ x: Tensor, on tape: Tape) -> Tensor? {
    unembedding.map { $0(x, on: tape) }
  }

  /// Hidden states 0 … layers.
  package func hiddenStates(_ tokens: PackedTokens, on tape: Tape) -> [Tensor] {
    var states = [embed(tokens, on: tape)]
    for k in 0..<layers {
      let x = block(k, states[k], offsets: tokens.offsets, on: tape)
      states.append(k == layers - 1 ? normalized(x, on: tape) : x)
    }
    return states
  }

  /// The last hidden state, of all rows or of those that are wanted. Only the last block knows of
  /// the choice: those before it need all rows.
  /// - Parameter prompts: for each sequence the tokens before its branches, of which each follows
  ///   them, not another branch: its rows are those of the prompt and that token alone. Nil for none.
  package func lastState(
    _ tokens: PackedTokens, prompts: [Int]? = nil, rows: [Int]? = nil, on tape: Tape
  ) -> Tensor {
    var x = embed(tokens, prompts: prompts, on: tape)
    for k in 0..<layers {
      x = block(
        k, x, offsets: tokens.offsets, prompts: prompts, rows: k == layers - 1 ? rows : nil,
        on: tape)
    }
    return normalized(x, on: tape)
  }
}

/// The norm after the last block.
package struct TransformerNorm {
  private let norm: Norm

  init(_ assembly: WeightAssembly, _ layout: TransformerLayout) {
    norm = Norm(assembly, "norm", width: layout.width, layout)
  }

  package func callAsFunction(_ x: Tensor, on tape: Tape) -> Tensor { norm(x, on: tape) }
}

/// Logits of the next token: `x_NE, U_VE → logits_NV`, U the token table or a matrix of its own.
package struct TransformerUnembedding {
  private let weight: Weight

  /// - Parameter tokens: the token table, for those who share it and have it already.
  init?(
    _ assembly: WeightAssembly, _ layout: TransformerLayout, tokens: Weight? = nil
  ) throws(ModelError) {
    switch layout.unembedding {
    case .none: return nil
    case .tied:
      if let tokens {
        weight = tokens
      } else {
        weight = try TransformerEmbedding.tokens(assembly, layout)
      }
    case .separate:
      weight = try assembly.matrix(
        "unembedding.weight", [layout.vocabulary, layout.width],
        .normal(TransformerBlock.deviation))
    }
  }

  package func callAsFunction(_ x: Tensor, on tape: Tape) -> Tensor {
    weight.linear(x, layout: .outputInput, on: tape)
  }
}

extension RotaryTable {
  convenience init(_ positions: RotaryPositions) {
    self.init(frequencies: positions.frequencies)
  }
}
