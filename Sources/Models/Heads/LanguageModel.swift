import Autograd

/// A transformer with its unembedding: predicts every token from those before it.
///
/// As a `Model` it gives one row for each sequence, the logits of the token that follows its last.
/// What it is trained on, and scored by, is the prediction of every token (`nextTokenLoss`), for which
/// logits exist for a few rows at a time: a vocabulary is much wider than everything else.
package final class LanguageModel: Model {
  package let shape: ModelShape
  package let parameters: ParameterStore
  package let transformer: Transformer
  package let context: Int?
  private let frozenCount: Int
  /// The most numbers that logits are held in at a time.
  var logitLimit = 1 << 22

  /// - Parameter context: the longest sequence that is read; nil for all of every sequence.
  init(
    _ transformer: Transformer, _ parameters: ParameterStore, context: Int? = nil,
    frozenCount: Int = 0
  ) {
    precondition(transformer.layout.unembedding != .none, "a language model has an unembedding")
    self.transformer = transformer
    self.parameters = parameters
    self.context = context
    self.frozenCount = frozenCount
    shape = ModelShape(
      input: .tokens(vocabulary: transformer.vocabulary), outputs: transformer.vocabulary)
  }

  convenience init(_ transformer: Transformer, _ assembly: WeightAssembly, context: Int) {
    self.init(
      transformer, assembly.store, context: context, frozenCount: assembly.frozenCount)
  }

  package var weightCount: Int { parameters.weightCount + frozenCount }

  /// Logits of the token that follows each sequence: `ids_N → logits_SV`.
  package func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    vocabularyLogits(lastState(input, on: tape), on: tape)
  }

  package func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor? {
    lastState(input, on: tape)
  }

  private func lastState(_ input: ModelInput, on tape: Tape) -> Tensor {
    let tokens = cut(input.requiredTokens)
    return transformer.lastState(tokens, rows: Pooling.last.rows(tokens.offsets), on: tape)
  }

  /// Logits of the next token after every token: `ids_N → logits_NV`.
  package func logits(_ tokens: PackedTokens, on tape: Tape) -> Tensor {
    vocabularyLogits(transformer.lastState(tokens, on: tape), on: tape)
  }

  /// Sequences as the model reads them: their first tokens where they are longer than the context.
  package func cut(_ tokens: PackedTokens) -> PackedTokens {
    context.map { tokens.truncated(to: $0) } ?? tokens
  }

  func vocabularyLogits(_ x: Tensor, on tape: Tape) -> Tensor {
    guard let logits = transformer.vocabularyLogits(x, on: tape) else {
      preconditionFailure("a language model has an unembedding")
    }
    return logits
  }
}
