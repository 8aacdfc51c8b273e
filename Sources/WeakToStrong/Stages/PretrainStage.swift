import Datasets
import Kernels
import Models
import Storage
import Training

/// Trains a decoder to predict the task's texts, token by token: pretraining, or finetuning on the
/// distribution of the task before anyone gives it labels (Burns et al. 2023, section 5.2.2). Of pairs
/// both texts are read.
///
/// Artifact: as of a `train` stage, with the unembedding among the parameters; the curve's losses are
/// nats per token on the texts of validation and test, its columns for labels of either kind the same.
/// Where the tokens say what comes before those that are predicted (attribute `predicted-after`), only
/// these count: of chess two for each move.
/// Attribute `objective`: `next-token`.
package struct PretrainStage: Stage {
  package static let kind = "pretrain"
  package static let revision = 1
  static let objective = "next-token"

  package var task: Fingerprint
  package var tokens: Fingerprint
  /// Whose texts are read, in this order.
  package var splits: [Split]
  /// Without what concerns a head.
  package var model: ModelConfiguration
  package var training: TrainingConfiguration
  package var seed: UInt64
  /// The content of the pretrained model that it begins with; nil from scratch.
  package var weights: Fingerprint?
  /// The training whose weights it begins with; nil for the model's own.
  package var initial: InitialWeights?

  package init(
    task: Fingerprint, tokens: Fingerprint, splits: [Split] = [.supervisor, .transfer],
    model: ModelConfiguration, training: TrainingConfiguration, seed: UInt64,
    weights: Fingerprint? = nil, initial: InitialWeights? = nil
  ) {
    self.task = task
    self.tokens = tokens
    self.splits = splits
    self.model = model.generative
    self.training = training
    self.seed = seed
    self.weights = weights
    self.initial = initial
  }

  package var dependencies: [Fingerprint] {
    [task, tokens] + (initial.map { [$0.training] } ?? [])
  }

  package func run(_ context: StageContext) throws -> Artifact {
    let vocabulary = try context.artifact(tokens, [])
      .integer("vocabulary", in: context.place(tokens))
    let initializationSeed = model.initializationSeed(seed, "texts")
    let network = try model.languageModel(
      vocabulary: vocabulary, seed: initializationSeed,
      weights: WeightsRoot(context.weightsRoot))
    try initial?.load(into: network, of: model, seed: initializationSeed, context)
    var texts = PackedTokens()
    for split in splits { texts.append(try self.texts(of: split, context)) }
    let predicted = try TokenizeStage.predicted(
      in: context.artifact(tokens, []), file: context.place(tokens))
    let trainer = try Trainer(
      network, texts: ExampleSet(.tokens(texts)), predicted: predicted,
      evaluations: evaluations(context), configuration: training, seed: seed, team: context.team)
    try trainer.finish(context)
    var artifact = StoredTraining.artifact(
      of: trainer, model: model, shape: network.shape, seed: seed,
      initializationSeed: initializationSeed, sharing: true)
    artifact.attributes["objective"] = .text(Self.objective)
    return artifact
  }

  private func texts(of split: Split, _ context: StageContext) throws -> PackedTokens {
    try Self.texts(of: split, task: task, tokens: tokens, context)
  }

  static func texts(
    of split: Split, task: Fingerprint, tokens: Fingerprint, _ context: StageContext
  ) throws -> PackedTokens {
    switch try TaskArtifact.inputs(of: split, task: task, tokens: tokens, context).inputs {
    case .tokens(let packed), .pairs(let packed), .choices(let packed, among: _): packed
    case .features: preconditionFailure("inputs of tokens are tokens")
    }
  }

  private func evaluations(_ context: StageContext) throws -> [EvaluationSet] {
    guard training.evaluations > 0 else { return [] }
    let splits = try TaskArtifact.splits(
      in: context.artifact(task, []), file: context.place(task))
    return try [(Split.validation, EvaluationSet.validation), (.test, Split.test.rawValue)]
      .filter { splits.contains($0.0.rawValue) }
      .map { EvaluationSet($1, ExampleSet(.tokens(try texts(of: $0, context)))) }
  }

  /// The trained model at the checkpoint that a selection chose: of this stage, or of a `train` stage
  /// whose model has an unembedding.
  package static func load(
    _ training: Fingerprint, _ selection: Selection, _ context: StageContext
  ) throws -> LanguageModel {
    let artifact = try context.artifact(training, nil)
    let file = context.place(training)
    let configuration = try StoredTraining.model(of: artifact, file: file)
    let shape = try StoredTraining.shape(of: artifact, file: file)
    func unusable(_ problem: String, _ remedy: String) -> ModelError {
      .unusableModel(file: file, problem: problem, remedy: remedy)
    }
    guard configuration.pretrained?.finetuning != .head else {
      throw unusable(
        "a head alone was trained there",
        "name the pretrained model itself, or a generative training")
    }
    let vocabulary: Int
    switch shape.input {
    case .tokens(let count), .pairs(let count), .choices(let count): vocabulary = count
    case .features:
      throw ModelError.unsuitableInput(
        architecture: type(of: configuration.architecture).name, wants: "tokens", got: "features")
    }
    let model = try configuration.generative.languageModel(
      vocabulary: vocabulary,
      seed: try StoredTraining.initializationSeed(of: artifact, file: file),
      weights: WeightsRoot(context.weightsRoot))
    var checkpoint = StoredTraining.checkpoint(selection, of: artifact)
    let unembedding = "parameters/unembedding.weight"
    if let own = model.parameters["unembedding.weight"], own.isTrainable,
      checkpoint[unembedding] == nil
    {
      // A classifier leaves it as it found it: in the pretrained model's file.
      guard configuration.pretrained != nil else {
        throw unusable(
          "the model that was trained there has no unembedding", "name a generative training")
      }
      checkpoint[unembedding] = StoredArray(shape: own.shape, values: .float32(own.array))
    }
    try model.load(checkpoint, from: file)
    return model
  }
}
