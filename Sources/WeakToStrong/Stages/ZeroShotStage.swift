import Datasets
import Models
import Storage
import Training

/// The predictions of a model that no one has trained on the task: the pretrained one as it is, or initial
/// weights.
///
/// Artifact: as of a `label` stage.
package struct ZeroShotStage: Stage {
  package static let kind = "zero-shot"
  package static let revision = 1

  package var task: Fingerprint
  package var tokens: Fingerprint
  package var split: Split
  package var model: ModelConfiguration
  package var seed: UInt64
  /// The content of the pretrained model; nil from scratch.
  package var weights: Fingerprint?

  package init(
    task: Fingerprint, tokens: Fingerprint, split: Split, model: ModelConfiguration, seed: UInt64,
    weights: Fingerprint?
  ) {
    self.task = task
    self.tokens = tokens
    self.split = split
    self.model = model
    self.seed = seed
    self.weights = weights
  }

  package var dependencies: [Fingerprint] { [task, tokens] }

  package func run(_ context: StageContext) throws -> Artifact {
    let shape = try TaskArtifact.shape(task: task, tokens: tokens, split: split, context)
    let model = try self.model.build(
      shape, seed: self.model.initializationSeed(seed, Split.transfer.rawValue),
      weights: WeightsRoot(context.weightsRoot))
    return try LabelStage.predictions(
      of: model,
      on: TaskArtifact.inputs(of: split, task: task, tokens: tokens, context), split: split,
      task: task, context)
  }
}
