import Autograd

/// A network with its weights.
package protocol Model: AnyObject {
  /// Input and outputs that it was built for.
  var shape: ModelShape { get }

  /// All weights that lie in memory of the model's own; the frozen ones have no gradient.
  var parameters: ParameterStore { get }

  /// The number of weights, with those that stay in a file.
  var weightCount: Int { get }

  /// The longest sequence that it reads; longer ones are cut to their first tokens. Nil for models
  /// that read features.
  var context: Int? { get }

  /// Whether a text may have no tokens at all.
  var readsEmptySequences: Bool { get }

  /// `logits_NC`: one row of class logits, or of real outputs, per example.
  func logits(_ input: ModelInput, on tape: Tape) -> Tensor

  /// The logits whose greatest is the model's answer, where those are others than what it is trained
  /// on: `logits` unless a model says otherwise. Stored predictions and scores come from these.
  func predictionLogits(_ input: ModelInput, on tape: Tape) -> Tensor

  /// What the head multiplies with its weights, `h_NE`, one row per example (of pairs both sides, one
  /// after the other); nil for models without a head.
  func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor?

  /// The outputs φ(x) of a frozen first part of the network, which a training computes once for a
  /// whole data set; nil where everything is trained.
  func frozenFeatures(of input: ModelInput, on tape: Tape) -> Tensor?

  /// The rest of the network, which reads frozen features and shares this model's parameters; the
  /// model itself where nothing is frozen.
  var trainedPart: any Model { get }
}

extension Model {
  package var context: Int? { nil }
  package var weightCount: Int { parameters.weightCount }
  package func predictionLogits(_ input: ModelInput, on tape: Tape) -> Tensor {
    logits(input, on: tape)
  }
  package var readsEmptySequences: Bool { false }
  package func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor? { nil }
  package func frozenFeatures(of input: ModelInput, on tape: Tape) -> Tensor? { nil }
  package var trainedPart: any Model { self }
}
