import Autograd

/// A language model that is asked which of some continuations follows, of two tokens each: a move,
/// among the legal ones.
///
/// Class k of an example is its k-th continuation, class 0 everything else. The logits are log
/// probabilities over the whole vocabulary, so that cross-entropy is the language model's own
/// −log p(first) − log p(second | first). Those that predict put class 0 above all others exactly
/// where the model would, at temperature 0, write none of the continuations. Columns beyond the
/// continuations of an example stand for nothing and never win (`Tape.continuations`).
///
/// One forward pass scores them all: the different first tokens follow the sequence as branches, none
/// of which sees another (`Transformer.lastState`).
///
/// It has no weights but the language model's, under the same names. Of a sequence longer than the
/// context less one token, which is the branches', the first tokens are read.
package final class ChoiceModel: Model {
  package let language: LanguageModel
  package let shape: ModelShape

  /// - Parameter shape: of choices, with more outputs than any example has choices.
  init(_ language: LanguageModel, shape: ModelShape) {
    precondition(language.context ?? 2 > 1, "a context of a token and one that follows it")
    self.language = language
    self.shape = shape
  }

  package var parameters: ParameterStore { language.parameters }
  package var weightCount: Int { language.weightCount }
  package var context: Int? { language.context }

  package func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    logits(input, isPrediction: false, on: tape)
  }

  package func predictionLogits(_ input: ModelInput, on tape: Tape) -> Tensor {
    logits(input, isPrediction: true, on: tape)
  }

  /// The last hidden state of each sequence, from which the first token is predicted.
  package func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor? {
    let prompts = cut(input.requiredTokens)
    return language.transformer.lastState(
      prompts, rows: Pooling.last.rows(prompts.offsets), on: tape)
  }

  private func logits(_ input: ModelInput, isPrediction: Bool, on tape: Tape) -> Tensor {
    let (prompts, choices) = (cut(input.requiredTokens), input.requiredChoices)
    var tokens = PackedTokens()
    var (lengths, rows): ([Int], [Int]) = ([], [])
    for example in 0..<prompts.count {
      tokens.append(prompts[example] + choices.branches[example])
      lengths.append(prompts.length(of: example))
      rows += tokens.offsets[example] + lengths[example] - 1..<tokens.offsets[example + 1]
    }
    let x = language.transformer.lastState(tokens, prompts: lengths, rows: rows, on: tape)
    return tape.continuations(
      language.vocabularyLogits(x, on: tape), of: (0..<choices.count).map(choices.tree),
      columns: shape.outputs, isPrediction: isPrediction)
  }

  /// Sequences as they are read: with a place left for what follows.
  private func cut(_ tokens: PackedTokens) -> PackedTokens {
    context.map { tokens.truncated(to: $0 - 1) } ?? tokens
  }
}
