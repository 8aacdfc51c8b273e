import Autograd
import Kernels

/// A language model that is asked which of some tokens comes next: a move, among the legal ones.
///
/// Class k of an example is its k-th choice, class 0 everything else in the vocabulary. The logits
/// that are trained on have log Σ exp of everything else, so that cross-entropy is the language
/// model's own −log p(choice). Those that predict have the greatest of it: the greatest logit is what
/// the model would write at temperature 0, and class 0 says that it would write none of the choices.
/// Columns beyond the choices of an example stand for nothing and never win (`Tape.choices`).
///
/// It has no weights but the language model's, under the same names. Of a sequence longer than the
/// context the first tokens are read.
package final class ChoiceModel: Model {
  package let language: LanguageModel
  package let shape: ModelShape

  /// - Parameter shape: of choices, with more outputs than any example has choices.
  init(_ language: LanguageModel, shape: ModelShape) {
    self.language = language
    self.shape = shape
  }

  package var parameters: ParameterStore { language.parameters }
  package var weightCount: Int { language.weightCount }
  package var context: Int? { language.context }

  package func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    logits(input, rest: .sum, on: tape)
  }

  package func predictionLogits(_ input: ModelInput, on tape: Tape) -> Tensor {
    logits(input, rest: .greatest, on: tape)
  }

  /// The last hidden state, which the unembedding reads.
  package func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor? {
    language.headInputs(input, on: tape)
  }

  private func logits(
    _ input: ModelInput, rest: ChoiceLogits.Rest, on tape: Tape
  ) -> Tensor {
    let choices = input.requiredChoices
    return tape.choices(
      language.logits(input, on: tape), among: choices.ids, offsets: choices.offsets,
      columns: shape.outputs, rest: rest)
  }
}
