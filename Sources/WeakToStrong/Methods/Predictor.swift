import Configuration
import Datasets
import Storage
import Training

/// Where predictions come from: the stages that make them are planned on demand, on any split.
package indirect enum Predictor: Sendable, Hashable {
  /// A model trained by the stage of that fingerprint, at the checkpoint that the selection chose.
  case trained(Fingerprint, Selection)
  /// Labels that came from outside.
  case imported(model: String, seed: UInt64)
  /// Labels computed from other labels and from the truth.
  case derived(DerivedLabels)
  /// A language model that is asked.
  case prompted(PromptRequest)
  /// A model of the ladder as it is before anyone trains it.
  case untouched(model: String, seed: UInt64)
}

/// Labels that a ``LabelOperation`` makes of the predictions of others.
package struct DerivedLabels: Sendable, Hashable {
  package var operation: LabelOperationChoice
  package var inputs: [Predictor]
  /// The hidden states by which examples are compared; nil where none are needed.
  package var hidden: HiddenStates?
  /// Of the task, and of every draw.
  package var seed: UInt64
  /// What people call them.
  package var title: String

  package init(
    _ operation: any LabelOperation, of inputs: [Predictor], hidden: HiddenStates? = nil,
    seed: UInt64, title: String
  ) {
    self.operation = LabelOperationChoice(operation)
    self.inputs = inputs
    self.hidden = hidden
    self.seed = seed
    self.title = title
  }
}

/// Whose representation of the examples is meant: what the head of a model reads.
package enum HiddenStates: Sendable, Hashable {
  /// Of a model of the ladder before it has seen any label: the pretrained one, or random weights.
  case untouched(model: String)
  /// Of a trained model.
  case trained(Predictor)
  /// Of a model that has learned texts alone.
  case generative(GenerativeRequest)
}
