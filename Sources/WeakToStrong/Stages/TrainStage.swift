import Datasets
import Foundation
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

  package init(
    task: Fingerprint, tokens: Fingerprint?, split: Split, labels: LabelSource,
    validation: LabelSource?, model: ModelConfiguration, loss: LossChoice,
    training: TrainingConfiguration, seed: UInt64, weights: Fingerprint? = nil,
    activations: [String: Fingerprint]? = nil
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
  }

  package var dependencies: [Fingerprint] {
    [task] + (tokens.map { [$0] } ?? []) + labels.dependencies + (validation?.dependencies ?? [])
      + (activations?.values.sorted() ?? []) + (rows.map { [$0] } ?? [])
      + (testLabels?.dependencies ?? [])
  }

  package func run(_ context: StageContext) throws -> Artifact {
    let shape = try shape(context)
    let network = try model.build(
      shape, seed: initializationSeed, weights: WeightsRoot(context.weightsRoot))
    let trainer = try Trainer(
      network,
      on: trainingSet(context), evaluations: evaluations(context), configuration: training,
      loss: loss.loss, seed: orderSeed, team: context.team)
    if let state = try context.savedState() {
      try trainer.restore(state, from: context.statePlace)
    }
    while true {
      let outcome = try trainer.run(
        shouldStop: { context.shouldStop() || context.isStateDue() },
        progress: { context.progress(Double($0.step) / Double($0.steps)) })
      if outcome == .finished { break }
      try context.saveState(trainer.state)
      if context.shouldStop() { throw StageStopped() }
    }
    return try artifact(of: trainer, shape: shape, context)
  }

  /// Initial weights differ between a supervisor and what learns from it, also where both are of one
  /// architecture, and between architectures: a student must not find its teacher's random features,
  /// or its starting point, among its own. All that train on one split begin from the same weights:
  /// student and ceiling, students of different methods.
  private var initializationSeed: UInt64 {
    var stream = RandomStream(
      seed: orderSeed, "model/\(split.rawValue)/\(CanonicalJSON.text(of: model))")
    return stream.next() >> 1
  }

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

  private func artifact(
    of trainer: Trainer, shape: ModelShape, _ context: StageContext
  ) throws -> Artifact {
    var artifact = Artifact(arrays: trainer.curve.arrays)
    var stored: [(step: AttributeValue?, selection: Selection)] = []
    for selection in training.selection.values {
      let checkpoint = trainer.checkpoint(selection)
      artifact.attributes["\(selection.rawValue)-step"] = checkpoint.attributes["step"]
      // Pretrained models are large: two selections of one step share what is stored.
      let step = checkpoint.attributes["step"]
      if weights != nil, let same = stored.first(where: { $0.step == step }) {
        artifact.attributes[Self.sharing(selection)] = .text(same.selection.rawValue)
        continue
      }
      stored.append((step, selection))
      for (name, array) in checkpoint.arrays {
        artifact["\(selection.rawValue)/\(name)"] = array
      }
    }
    artifact.attributes["steps"] = .integer(trainer.steps)
    artifact.attributes["seed"] = .integer(Int(seed))
    artifact.attributes["initialization-seed"] = .integer(Int(initializationSeed))
    artifact.attributes["sets"] = .texts(trainer.curve.points.first?.sets.map(\.set) ?? [])
    artifact.attributes["weights"] = .integer(trainer.model.weightCount)
    artifact.attributes["model"] = .text(CanonicalJSON.text(of: model))
    artifact.attributes["shape"] = .text(CanonicalJSON.text(of: shape))
    return artifact
  }

  /// The attribute that names the selection whose parameters are this one's too.
  private static func sharing(_ selection: Selection) -> String {
    "\(selection.rawValue)-parameters"
  }

  /// The trained model at the checkpoint that a selection chose.
  package static func load(
    _ training: Fingerprint, _ selection: Selection, _ context: StageContext
  ) throws -> any Model {
    let artifact = try context.artifact(training, nil)
    let file = context.place(training)
    func decode<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
      let text = try artifact.text(attribute: name, in: file)
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    }
    let model = try decode(ModelConfiguration.self, "model").build(
      try decode(ModelShape.self, "shape"),
      seed: UInt64(try artifact.integer("initialization-seed", in: file)),
      weights: WeightsRoot(context.weightsRoot))
    var prefix = "\(selection.rawValue)/"
    if case .text(let same)? = artifact.attributes[sharing(selection)] { prefix = same + "/" }
    var checkpoint = Artifact()
    for (name, array) in artifact.arrays where name.hasPrefix(prefix) {
      checkpoint[String(name.dropFirst(prefix.count))] = array
    }
    try model.load(checkpoint, from: file)
    return model
  }
}
