import Datasets
import Kernels
import Models
import Storage
import Training

/// The predictions of a trained model on a split: weak labels for a student, or the test predictions
/// that are scored.
package struct LabelStage: Stage {
  package static let kind = "label"
  package static let revision = 2

  package var training: Fingerprint
  package var selection: Selection
  package var task: Fingerprint
  package var tokens: Fingerprint?
  package var split: Split
  /// The hidden states of the split that a head alone reads; nil for models that read tokens or the
  /// task's features.
  package var activations: Fingerprint?

  package init(
    training: Fingerprint, selection: Selection, task: Fingerprint, tokens: Fingerprint?,
    split: Split, activations: Fingerprint? = nil
  ) {
    self.training = training
    self.selection = selection
    self.task = task
    self.tokens = tokens
    self.split = split
    self.activations = activations
  }

  package var dependencies: [Fingerprint] {
    [training, task] + [tokens, activations].compactMap { $0 }
  }

  package func run(_ context: StageContext) throws -> Artifact {
    let model = try TrainStage.load(training, selection, context)
    let examples =
      try activations.map { try ActivationsStage.examples($0, context) }
      ?? TaskArtifact.inputs(of: split, task: task, tokens: tokens, context)
    var artifact = try Self.predictions(
      of: model, on: examples, split: split, task: task, context)
    artifact.attributes["selection"] = .text(selection.rawValue)
    return artifact
  }

  /// What a model says about the examples of a split: probabilities of classes, or real outputs.
  static func predictions(
    of model: any Model, on examples: ExampleSet, split: Split, task: Fingerprint,
    _ context: StageContext
  ) throws -> Artifact {
    let columns = model.shape.outputs
    let truth = try TaskArtifact.groundTruth(of: split, in: task, context)
    var outputs = try model.outputs(of: examples, team: context.team)
    guard outputs.allSatisfy(\.isFinite) else {
      throw TrainingError.unsuitableData(
        set: split.rawValue, problem: "the model's outputs are not finite",
        remedy: "lower training.rate or set training.clip")
    }
    if truth.kind == .probabilities { outputs = softmax(outputs, columns: columns) }
    let classes = try TaskArtifact.classes(
      in: context.artifact(task, []), file: context.place(task))
    return StoredPredictions.artifact(
      outputs, kind: truth.kind, columns: columns, classes: classes, split: split)
  }
}
