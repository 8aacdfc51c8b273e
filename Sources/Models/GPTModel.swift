import Autograd

/// A decoder of GPT-2's shape with its weights; see `GPT`.
package final class GPTModel: Model {
  package let shape: ModelShape
  package let parameters = ParameterStore()
  package let configuration: GPT
  private let tokens: Parameter
  private let positions: Parameter
  private let blocks: [DecoderBlock]
  private let norm: Norm
  private let head: Head

  package var context: Int? { configuration.contextLength }

  init(_ configuration: GPT, shape: ModelShape, vocabulary: Int) {
    self.configuration = configuration
    self.shape = shape
    let width = configuration.width
    let store = parameters
    tokens = store.add("tokens.weight", [vocabulary, width], sparseRows: true)
    positions = store.add("positions.weight", [configuration.contextLength, width])
    blocks = (0..<configuration.layers).map {
      DecoderBlock(store, "blocks.\($0)", width: width, heads: configuration.heads)
    }
    norm = Norm(store, "norm", width: width)
    head = Head(store, inputs: width, outputs: shape.outputs, bias: configuration.headBias)
    store.seal()
  }

  func initialize(seed: UInt64) {
    let deviation: Float = 0.02
    let residual = deviation / Float(2 * blocks.count).squareRoot()
    tokens.initializeNormal(deviation: deviation, seed: seed)
    positions.initializeNormal(deviation: deviation, seed: seed)
    norm.scale.initialize(to: 1)
    for block in blocks {
      block.attentionNorm.scale.initialize(to: 1)
      block.feedForwardNorm.scale.initialize(to: 1)
      block.attention.weight.initializeNormal(deviation: deviation, seed: seed)
      block.feedForward.weight.initializeNormal(deviation: deviation, seed: seed)
      block.attentionOutput.weight.initializeNormal(deviation: residual, seed: seed)
      block.feedForwardOutput.weight.initializeNormal(deviation: residual, seed: seed)
    }
  }

  package func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    let packed = input.requiredTokens.truncated(to: configuration.contextLength)
    return head(norm(residual(packed, onlyLast: true, on: tape), on: tape), on: tape)
  }

  /// The logits of the next token after every token, with the embedding as the unembedding:
  /// `ids_N → logits_NV`. Sequences must fit the context.
  package func vocabularyLogits(_ packed: PackedTokens, on tape: Tape) -> Tensor {
    tape.linear(
      norm(residual(packed, on: tape), on: tape), weight: tokens.tensor, layout: .outputInput)
  }

  /// The residual stream after the last block, `x_NE`, or `x_SE` of the last tokens alone, which are
  /// all that the head reads.
  private func residual(
    _ packed: PackedTokens, onlyLast: Bool = false, on tape: Tape
  ) -> Tensor {
    var x = tape.addPositions(
      tape.embedding(tokens.tensor, ids: packed.ids), table: positions.tensor,
      offsets: packed.offsets)
    for block in blocks.dropLast() { x = block(x, offsets: packed.offsets, on: tape) }
    guard let last = blocks.last else { return x }
    return last(x, offsets: packed.offsets, onlyLast: onlyLast, on: tape)
  }
}
