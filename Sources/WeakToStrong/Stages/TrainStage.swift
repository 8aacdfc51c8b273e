import Datasets
import Kernels
import Models
import Storage
import Training

/// Trains one model: a supervisor or a ceiling on ground truth, a student on weak labels.
///
/// Artifact: for each selection `<selection>/parameters/<name>`, and the training curve
/// `curve/…` (one row per evaluation). Of a pretrained model what was trained alone is stored, and two
/// selections of the same step share it (attribute `<selection>-parameters`).
package struct TrainStage: Stage {
  package static let kind = "train"
  package static let revision = 2

  package var task: Fingerprint
  /// The task's texts as tokens; nil for features.
  package var tokens: Fingerprint?
  package var split: Split
  package var labels: LabelSource
  /// Labels of the same origin on the validation split; nil where there is none.
  package var validation: LabelSource?
  package var model: ModelConfiguration
  package var loss: LossChoice
  package var training: TrainingConfiguration
  package var seed: UInt64
  /// The content of the pretrained model that it begins with; nil from scratch.
  package var weights: Fingerprint?
  /// Hidden states of a frozen model, by split: its head is trained on these. Nil where more than a
  /// head is trained.
  package var activations: [String: Fingerprint]?
  /// The examples of the split that are learned from (a `rows` stage); nil for all.
  package var rows: Fingerprint?
  /// Labels of the same origin on the test split, for the curve alone; nil where there are none.
  package var testLabels: LabelSource?
  /// The number of a model among several that share their seed: initial weights and the order of
  /// examples differ. Nil for the first.
  package var member: Int?
  /// The training whose weights it begins with; nil for the model's own.
  package var initial: InitialWeights?

  package init(
    task: Fingerprint, tokens: Fingerprint?, split: Split, labels: LabelSource,
    validation: LabelSource?, model: ModelConfiguration, loss: LossChoice,
    training: TrainingConfiguration, seed: UInt64, weights: Fingerprint? = nil,
    activations: [String: Fingerprint]? = nil, initial: InitialWeights? = nil
  ) {
    self.task = task
    self.tokens = tokens
    self.split = split
    self.labels = labels
    self.validation = validation
    self.model = model
    self.loss = loss
    self.training = training
    self.seed = seed
    self.weights = weights
    self.activations = activations
    self.initial = initial
  }

  package var dependencies: [Fingerprint] {
    [task] + (tokens.map { [$0] } ?? []) + labels.dependencies + (validation?.dependencies ?? [])
      + (activations?.values.sorted() ?? []) + (rows.map { [$0] } ?? [])
      + (testLabels?.dependencies ?? []) + (initial.map { [$0.training] } ?? [])
  }

  package func run(_ context: StageContext) throws -> Artifact {
    let shape = try shape(context)
    let network = try model.build(
      shape, seed: initializationSeed, weights: WeightsRoot(context.weightsRoot))
    try initial?.load(into: network, of: model, seed: initializationSeed, context)
    let trainer = try Trainer(
      network,
      on: trainingSet(context), evaluations: evaluations(context), configuration: training,
      loss: loss.loss, seed: orderSeed, team: context.team)
    try trainer.finish(context)
    return StoredTraining.artifact(
      of: trainer, model: model, shape: shape, seed: seed, initializationSeed: initializationSeed,
      sharing: weights != nil)
  }

  private var initializationSeed: UInt64 { model.initializationSeed(orderSeed, split.rawValue) }

  private var orderSeed: UInt64 {
    guard let member else { return seed }
    var stream = RandomStream(seed: seed, "member", index: UInt64(member))
    return stream.next() >> 1
  }

  private func trainingSet(_ context: StageContext) throws -> TrainingSet {
    let all = TrainingSet(
      try inputs(of: split, context), targets: try labels.targets(of: split, task: task, context))
    guard let rows else { return all }
    let chosen = try RowsStage.rows(rows, context)
    let targets = all.targets
    return TrainingSet(
      ExampleSet(all.examples.inputs.gather(chosen[...])),
      targets: Targets(targets.kind, targets.gather(chosen), columns: targets.columns))
  }

  private func shape(_ context: StageContext) throws -> ModelShape {
    var shape = try TaskArtifact.shape(
      task: task, tokens: tokens, split: split, headTokens: model.hasHeadTokens, context)
    if activations != nil, case .features(let matrix) = try inputs(of: split, context).inputs {
      shape.input = .features(matrix.columns)
    }
    return shape
  }

  private func inputs(of split: Split, _ context: StageContext) throws -> ExampleSet {
    if let activations {
      guard let fingerprint = activations[split.rawValue] else {
        preconditionFailure("no hidden states of split \(split.rawValue) were planned")
      }
      return try ActivationsStage.examples(fingerprint, context)
    }
    return try TaskArtifact.inputs(of: split, task: task, tokens: tokens, context)
  }

  private func evaluations(_ context: StageContext) throws -> [EvaluationSet] {
    guard training.evaluations > 0 else { return [] }
    var sets: [EvaluationSet] = []
    if let validation {
      sets.append(
        EvaluationSet(
          EvaluationSet.validation, try inputs(of: .validation, context),
          groundTruth: try TaskArtifact.groundTruth(of: .validation, in: task, context),
          weak: try validation.targets(of: .validation, task: task, context)))
    }
    sets.append(
      EvaluationSet(
        Split.test.rawValue, try inputs(of: .test, context),
        groundTruth: try TaskArtifact.groundTruth(of: .test, in: task, context),
        weak: try testLabels?.targets(of: .test, task: task, context)))
    return sets
  }

  /// The trained model at the checkpoint that a selection chose.
  package static func load(
    _ training: Fingerprint, _ selection: Selection, _ context: StageContext
  ) throws -> any Model {
    let artifact = try context.artifact(training, nil)
    let file = context.place(training)
    let model = try StoredTraining.model(of: artifact, file: file).build(
      StoredTraining.shape(of: artifact, file: file),
      seed: StoredTraining.initializationSeed(of: artifact, file: file),
      weights: WeightsRoot(context.weightsRoot))
    try model.load(StoredTraining.checkpoint(selection, of: artifact), from: file)
    return model
  }
}
