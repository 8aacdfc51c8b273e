import Datasets
import Models
import Storage
import Training

/// What the head of a model reads, one row for each example of a split: the last hidden states of a
/// trained model, or of one that nothing has trained yet, for linear probes.
///
/// Artifact: as of an `activations` stage.
package struct FeaturesStage: Stage {
  package static let kind = "features"
  package static let revision = 1

  package enum Source: Codable, Equatable, Sendable {
    /// The model of a `train` or `pretrain` stage.
    case trained(InitialWeights)
    /// The model as it would begin a training on `split` with that seed.
    case untouched(ModelConfiguration, seed: UInt64, split: Split)
  }

  package var task: Fingerprint
  package var tokens: Fingerprint?
  package var split: Split
  package var source: Source
  /// The content of the pretrained model that it begins with; nil from scratch.
  package var weights: Fingerprint?

  package init(
    task: Fingerprint, tokens: Fingerprint?, split: Split, source: Source,
    weights: Fingerprint? = nil
  ) {
    self.task = task
    self.tokens = tokens
    self.split = split
    self.source = source
    self.weights = weights
  }

  package var dependencies: [Fingerprint] {
    var dependencies = [task] + (tokens.map { [$0] } ?? [])
    if case .trained(let weights) = source { dependencies.append(weights.training) }
    return dependencies
  }

  package func run(_ context: StageContext) throws -> Artifact {
    let (model, configuration) = try model(context)
    let examples = try TaskArtifact.inputs(of: split, task: task, tokens: tokens, context)
    guard let features = try model.headInputs(of: examples, team: context.team) else {
      throw ModelError.invalidConfiguration(
        architecture: type(of: configuration.architecture).name,
        problem: "it has no hidden states", remedy: "choose a network")
    }
    guard features.isFinite else {
      throw TrainingError.unsuitableData(
        set: split.rawValue, problem: "the model's hidden states are not finite",
        remedy: "lower training.rate or set training.clip")
    }
    var artifact = Artifact(arrays: [
      "features": StoredArray(
        shape: [features.rows, features.columns], values: .float32(features.array),
        attributes: ["axes": .texts(["example", "feature"])])
    ])
    artifact.attributes = [
      "split": .text(split.rawValue),
      "width": .integer(features.columns / model.shape.input.sequences),
    ]
    return artifact
  }

  private func model(
    _ context: StageContext
  ) throws -> (any Model, ModelConfiguration) {
    switch source {
    case .untouched(let configuration, let seed, let split):
      let model = try body(
        configuration, seed: configuration.initializationSeed(seed, split.rawValue), context)
      return (model, configuration)
    case .trained(let weights):
      let artifact = try context.artifact(weights.training, [])
      let file = context.place(weights.training)
      let configuration = try StoredTraining.model(of: artifact, file: file)
      guard artifact.attributes["objective"] == .text(PretrainStage.objective) else {
        return (
          try TrainStage.load(weights.training, weights.selection, context), configuration
        )
      }
      let seed = try StoredTraining.initializationSeed(of: artifact, file: file)
      let model = try body(configuration, seed: seed, context)
      try weights.load(into: model, of: configuration, seed: seed, context)
      return (model, configuration)
    }
  }

  /// The model with a head that nobody looks at.
  private func body(
    _ configuration: ModelConfiguration, seed: UInt64, _ context: StageContext
  ) throws -> any Model {
    var configuration = configuration
    if var pretrained = configuration.pretrained {
      pretrained.headTokens = []
      configuration = ModelConfiguration(pretrained)
    }
    return try configuration.build(
      TaskArtifact.shape(task: task, tokens: tokens, split: split, context), seed: seed,
      weights: WeightsRoot(context.weightsRoot))
  }
}
