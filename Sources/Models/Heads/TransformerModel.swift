import Autograd

/// A transformer with a head on one row for each sequence.
///
/// Of a pair of sequences the head gives each one real number r, and the logits are [r_a, r_b]: their
/// cross-entropy is −log σ(r_b − r_a) where the second is preferred (Bradley and Terry 1952).
package final class TransformerModel: Model {
  package let shape: ModelShape
  package let parameters: ParameterStore
  package let transformer: Transformer
  package let context: Int?
  package let pooling: Pooling
  package let finetuning: Finetuning
  let head: Head
  private let frozenCount: Int

  /// - Parameters:
  ///   - assembly: takes up the transformer and the head; the caller finishes it.
  ///   - context: the longest sequence that is read.
  init(
    _ assembly: WeightAssembly, _ layout: TransformerLayout, shape: ModelShape, pooling: Pooling,
    headBias: Bool, context: Int, finetuning: Finetuning = .full, checkpointing: Bool = false
  ) throws(ModelError) {
    self.shape = shape
    self.pooling = pooling
    self.context = context
    self.finetuning = finetuning
    parameters = assembly.store
    var layout = layout
    // The head takes its place, and nothing would train it.
    if layout.unembedding == .separate { layout.unembedding = .none }
    transformer = try Transformer(assembly, layout, checkpointing: checkpointing)
    head = Head(
      assembly.store, inputs: layout.width, outputs: shape.outputs / shape.input.sequences,
      bias: headBias)
    frozenCount = assembly.frozenCount
  }

  package var weightCount: Int { parameters.weightCount + frozenCount }

  package func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    let logits = head(pooled(input, on: tape), on: tape)
    return shape.input.sequences == 1 ? logits : tape.reshape(logits, [input.count, shape.outputs])
  }

  /// The row of the last hidden state that stands for each sequence: `x_SE`.
  package func pooled(_ input: ModelInput, on tape: Tape) -> Tensor {
    let packed = input.requiredTokens
    return pooling(transformer, context.map { packed.truncated(to: $0) } ?? packed, on: tape)
  }

  package func frozenFeatures(of input: ModelInput, on tape: Tape) -> Tensor? {
    finetuning == .head ? headInputs(input, on: tape) : nil
  }

  package func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor? {
    let x = pooled(input, on: tape)
    return shape.input.sequences == 1
      ? x : tape.reshape(x, [input.count, x.count / max(1, input.count)])
  }

  package var trainedPart: any Model {
    guard finetuning == .head else { return self }
    let sequences = shape.input.sequences
    return HeadModel(
      shape: ModelShape(
        input: .features(transformer.width * sequences), outputs: shape.outputs),
      parameters: parameters, head: head, sequences: sequences)
  }
}
