import Datasets
import Kernels
import Models
import Storage
import Testing
import Training
import WeakToStrong

@Suite struct TrainStageTests {
  private let store: TemporaryStore
  private let task: Fingerprint

  init() throws {
    store = try TemporaryStore()
    task = try store.run(TinyTasks.points(in: store))
  }

  private func weights(_ artifact: Artifact, _ selection: Selection = .final) throws -> [Float] {
    let prefix = "\(selection.rawValue)/parameters/"
    return try artifact.arrays.keys.filter { $0.hasPrefix(prefix) }.sorted()
      .flatMap { try artifact.float32($0, in: "") }
  }

  // MARK: The same bytes

  @Test(arguments: [1, 5, 23]) func stoppedAndResumed(after steps: Int) throws {
    let stage = TinyTasks.train(task) {
      $0.selection = Selections([.final, .weakValidation])
    }
    let whole = try store.bytes(stage)

    let states = SavedStates()
    let stop = Countdown(steps - 1)
    var context = store.context()
    context.shouldStop = stop.isOver
    context.saveState = states.save
    #expect(throws: StageStopped.self) { try stage.run(context) }
    let state = try #require(states.last)
    #expect(state.attributes["step"] == .integer(steps))

    var resumed = store.context(threads: 2)
    resumed.savedState = { state }
    #expect(try store.bytes(stage.run(resumed)) == whole)
  }

  @Test func savingNowAndThenChangesNothing() throws {
    let stage = TinyTasks.train(task)
    let states = SavedStates()
    var context = store.context(threads: 3)
    context.isStateDue = { true }
    context.saveState = states.save
    #expect(try store.bytes(stage.run(context)) == store.bytes(stage))
    #expect(states.count == 23, "after every step but the last")
  }

  @Test func aStateOfAnotherTrainingIsRefusedWithItsPlace() throws {
    let states = SavedStates()
    let stop = Countdown(4)
    var context = store.context()
    context.shouldStop = stop.isOver
    context.saveState = states.save
    let stage = TinyTasks.train(task)
    #expect(throws: StageStopped.self) { try stage.run(context) }
    let state = try #require(states.last)

    var other = store.context()
    other.savedState = { state }
    other.statePlace = "a.partial.h5"
    let error = #expect(throws: StorageError.self) {
      try TinyTasks.train(task) { $0.steps = 30 }.run(other)
    }
    #expect(
      error?.description
        == "a.partial.h5: is no state of this training; remove the file to train from the beginning"
    )
  }

  @Test func progressRises() throws {
    let seen = SavedStates()
    var context = store.context()
    context.progress = { seen.save(Artifact(attributes: ["share": .number($0)])) }
    _ = try TinyTasks.train(task).run(context)
    #expect(seen.count == 24)
    #expect(seen.last?.attributes["share"] == .number(1))
  }

  // MARK: Selections

  /// Every selection from one training: each is the point of the curve that it names, and none
  /// changes what another chose.
  @Test func selectionsSideBySide() throws {
    let labels = try predictions(
      (0..<8).flatMap { $0 % 3 == 0 ? [0.9, 0.1] : [0.2, 0.8] as [Float] },
      "weak labels of validation")
    var stage = TinyTasks.train(task) { $0.selection = Selections(Selection.allCases) }
    stage.validation = .predictions(labels, hard: false)
    let artifact = try store.artifact(stage)
    let curve = try TrainingCurve(artifact, sets: ["validation", "test"], file: "")
    #expect(curve.points.map(\.step) == [0, 4, 8, 12, 16, 20, 24])

    func best(_ score: (SetScores) -> Double?) throws -> Int {
      var best: (step: Int, score: Double)?
      for point in curve.points.dropFirst() {
        let scores = try #require(point.scores(of: "validation"))
        let found = try #require(score(scores))
        if found > best?.score ?? -1 { best = (point.step, found) }
      }
      return try #require(best).step
    }
    #expect(artifact.attributes["final-step"] == .integer(24))
    #expect(
      artifact.attributes["weak-validation-step"] == .integer(try best { $0.weak?.accuracy }))
    #expect(
      artifact.attributes["ground-truth-validation-step"]
        == .integer(try best { $0.groundTruth?.accuracy }))

    for selection in Selection.allCases {
      var alone = stage
      alone.training.selection = Selections([selection])
      #expect(
        try weights(store.artifact(alone), selection) == weights(artifact, selection),
        "\(selection)")
    }
  }

  @Test func aSelectionWithoutValidation() throws {
    var stage = TinyTasks.train(task) { $0.selection = Selections([.weakValidation]) }
    stage.validation = nil
    let error = #expect(throws: TrainingError.self) { try store.artifact(stage) }
    #expect(error == .missingValidation(.weakValidation))
  }

  // MARK: Labels

  private func predictions(_ values: [Float], _ name: String) throws -> Fingerprint {
    let array = StoredArray(shape: [values.count / 2, 2], values: .float32(values))
    return try store.put(Artifact(arrays: ["probabilities": array]), name)
  }

  @Test func hardLabelsAreTheArgmax() throws {
    let soft = (0..<16).flatMap { row -> [Float] in
      let p = Float(row) / 16
      return [1 - p, p]
    }
    let hard = (0..<16).flatMap { row -> [Float] in row > 8 ? [0, 1] : [1, 0] }
    let softLabels = try predictions(soft, "soft")
    let context = store.context()
    let asSoft = LabelSource.predictions(softLabels, hard: false)
    let asHard = LabelSource.predictions(softLabels, hard: true)
    #expect(try asSoft.targets(of: .transfer, task: task, context).values == soft)
    #expect(try asHard.targets(of: .transfer, task: task, context).values == hard)

    let oneHot = LabelSource.predictions(try predictions(hard, "one-hot"), hard: false)
    let fromHard = try store.bytes(TinyTasks.train(task, labels: asHard))
    #expect(try fromHard == store.bytes(TinyTasks.train(task, labels: oneHot)))
    #expect(try fromHard != store.bytes(TinyTasks.train(task, labels: asSoft)))
  }

  @Test func labelsOfAnotherSplit() throws {
    let labels = LabelSource.predictions(try predictions([0.5, 0.5], "one"), hard: false)
    let error = #expect(throws: TrainingError.self) {
      try store.artifact(TinyTasks.train(task, labels: labels))
    }
    #expect(
      error?.description
        == "training set: 16 examples with 1 labels; give one label per example")
  }

  // MARK: Where training begins

  /// Weights that no step has changed.
  private func initialWeights(
    on split: Split, labels: LabelSource = .groundTruth, seed: UInt64 = 3,
    model: ModelConfiguration = TinyTasks.perceptron
  ) throws -> [Float] {
    var stage = TinyTasks.train(task, on: split, labels: labels, model: model) {
      $0.optimizer = OptimizerChoice(GradientDescent())
      $0.rate = 0
      $0.steps = 1
    }
    stage.seed = seed
    return try weights(store.artifact(stage))
  }

  @Test func studentAndCeilingBeginAlike() throws {
    let weak = LabelSource.predictions(
      try predictions([Float](repeating: 0.5, count: 32), "even"), hard: false)
    let ceiling = try initialWeights(on: .transfer)
    #expect(Set(ceiling).count > 10, "these are random weights")
    #expect(try initialWeights(on: .transfer, labels: weak) == ceiling)
    #expect(try initialWeights(on: .supervisor) != ceiling, "a teacher begins elsewhere")
    #expect(try initialWeights(on: .transfer, seed: 4) != ceiling)
  }

  /// Random features are not stored: a loaded model has those that it was trained with.
  @Test func aModelIsLoadedWithItsFrozenPart() throws {
    var architecture = RandomFeatures()
    architecture.width = 7
    let stage = TinyTasks.train(task, model: ModelConfiguration(architecture))
    let training = try store.run(stage)
    #expect(try store.store.read(training)["final/parameters/features.weight"] == nil)
    let labels = LabelStage(
      training: training, selection: .final, task: task, tokens: nil, split: .test)
    let stored = try store.artifact(labels).float32("probabilities", shape: [8, 2], in: "")

    let artifact = try store.store.read(training)
    let curve = try TrainingCurve(artifact, sets: ["validation", "test"], file: "")
    let truth = try TaskArtifact.groundTruth(of: .test, in: task, store.context()).hardened
    let right = truth.indices.count { (stored[2 * $0 + 1] > stored[2 * $0]) == (truth[$0] == 1) }
    let accuracy = curve.points.last?.scores(of: "test")?.groundTruth?.accuracy
    #expect(accuracy == Double(right) / 8)
    let loss =
      truth.indices.map { -Double(stored[2 * $0 + truth[$0]]).logarithm }
      .reduce(0, +) / 8
    let expected = try #require(curve.points.last?.scores(of: "test")?.groundTruth?.loss)
    #expect(abs(loss - expected) < 1e-6)
  }

  @Test func whatAnArtifactSaysOfItself() throws {
    let artifact = try store.artifact(TinyTasks.train(task))
    #expect(artifact.attributes["weights"] == .integer(2 * 5 + 5 + 5 * 2 + 2))
    #expect(artifact.attributes["steps"] == .integer(24))
    #expect(artifact.attributes["seed"] == .integer(3))
    #expect(artifact.attributes["sets"] == .texts(["validation", "test"]))
    #expect(
      artifact.attributes["model"] == .text(#"{"mlp":{"activation":"relu","hidden":[5]}}"#))
  }

  @Test func aModelThatReadsSomethingElse() throws {
    let stage = TinyTasks.train(
      task, model: ModelConfiguration(GPT(layers: 1, width: 4, heads: 1, context: 8)))
    #expect(throws: ModelError.self) { try store.artifact(stage) }
  }
}
