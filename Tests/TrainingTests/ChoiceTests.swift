import Autograd
import Kernels
import Models
import Testing

@testable import Training

@Suite struct ChoiceTests {
  private static let shape = ModelShape(input: .choices(vocabulary: 20), outputs: 6)

  /// What follows says how many tokens there were; some others are offered too.
  private static func problem(count: Int) -> TrainingSet {
    var (sequences, choices) = (PackedTokens(), Continuations())
    var labels: [Int] = []
    for k in 0..<count {
      let length = 1 + (5 * k) % 7
      sequences.append((0..<length).map { Int32(($0 * k + k) % 10) })
      let others = (0..<1 + k % 5).map { (length + 3 * $0) % 7 }
      let own = Set(others).sorted().map(pair)
      choices.append(own)
      labels.append((own.firstIndex(of: pair(length % 7)) ?? -1) + 1)
    }
    return TrainingSet(
      ExampleSet(.choices(sequences, among: choices)), targets: .classes(labels, of: 6))
  }

  private static func pair(_ number: Int) -> Continuations.Pair {
    Continuations.Pair(Int32(11 + number / 3), Int32(14 + number % 3))
  }

  private static func model() throws -> any Model {
    try GPT(layers: 2, width: 16, heads: 2, context: 16).build(
      shape, seed: 3, weights: WeightsRoot("Weights"))
  }

  private static func trainer(
    on set: TrainingSet = problem(count: 60), loss: any Loss = CrossEntropy(),
    microBatch: Int? = nil, threads: Int = 1, evaluations: [EvaluationSet] = [], steps: Int = 6
  ) throws -> Trainer {
    var configuration = TrainingConfiguration()
    (configuration.batch, configuration.rate) = (.examples(20), 0.01)
    (configuration.steps, configuration.microBatch) = (steps, microBatch)
    return try Trainer(
      model(), on: set, evaluations: evaluations, configuration: configuration, loss: loss,
      seed: 3, team: WorkerTeam(threads: threads))
  }

  // MARK: The reference

  @Test(arguments: ContinuationFixture.names, [nil, 5])
  func stepsAreThoseOfPyTorch(name: String, microBatch: Int?) throws {
    let fixture = try ContinuationFixture.read()
    let expected = try #require(fixture.models[name])
    let model = try Pretrained(weights: name).build(
      ModelShape(input: .choices(vocabulary: 40), outputs: ContinuationFixture.outputs), seed: 0,
      weights: ContinuationFixture.root)
    var configuration = fixture.configuration
    configuration.microBatch = microBatch
    let trainer = try Trainer(
      model,
      on: TrainingSet(
        ExampleSet(fixture.inputs(expected)),
        targets: .classes(fixture.classes, of: ContinuationFixture.outputs)),
      configuration: configuration, loss: CrossEntropy(), seed: 0, team: WorkerTeam(threads: 2))
    var losses: [Double] = []
    _ = try trainer.run(progress: { losses.append($0.loss) })
    #expect(losses.count == expected.losses.count)
    for (a, b) in zip(losses, expected.losses) { #expect(abs(a - b) < 2e-5 * b) }
  }

  /// Log probabilities of all choices and of everything else; stored predictions are those of greedy
  /// decoding.
  @Test(arguments: ContinuationFixture.names)
  func predictionsAreThoseOfPyTorch(name: String) throws {
    let fixture = try ContinuationFixture.read()
    let expected = try #require(fixture.models[name])
    let columns = ContinuationFixture.outputs
    let model = try Pretrained(weights: name).build(
      ModelShape(input: .choices(vocabulary: 40), outputs: columns), seed: 0,
      weights: ContinuationFixture.root)
    let (examples, pools) = (ExampleSet(fixture.inputs(expected)), MemoryPools())
    let predicted = try model.outputs(of: examples, team: WorkerTeam(threads: 2))
    let trained = model.outputs(of: examples, for: .training, pools, team: WorkerTeam())
    for (row, logits) in expected.logits.enumerated() {
      let own = row * columns..<row * columns + logits.values.count
      for (a, b) in zip(trained[own], logits.values) { #expect(abs(Double(a) - b) < 2e-5) }
      #expect(predicted[own].dropFirst() == trained[own].dropFirst())
      let answer = own.max { predicted[$0] < predicted[$1] } ?? 0
      #expect((answer > own.lowerBound) == logits.isWritten)
      // Far below, and never the answer.
      #expect(predicted[own.upperBound..<(row + 1) * columns].allSatisfy { $0 < -50 })
    }
    #expect(expected.logits.contains { $0.isWritten } && expected.logits.contains { !$0.isWritten })
  }

  // MARK: Training

  @Test func choicesAreLearned() throws {
    let set = Self.problem(count: 60)
    let trainer = try Self.trainer(
      on: set,
      evaluations: [EvaluationSet("validation", set.examples, groundTruth: set.targets)],
      steps: 150)
    _ = try trainer.run()
    let scores = trainer.curve.points.compactMap { $0.scores(of: "validation")?.groundTruth }
    // Of 20 tokens one is right, and what is no choice is class 0.
    #expect(try #require(scores[0].accuracy) < 0.5)
    #expect(try #require(scores.last?.accuracy) > 0.9)
    // The curve's scores are those of the stored predictions.
    let outputs = try trainer.model.outputs(of: set.examples, team: WorkerTeam())
    #expect(scores.last == Score(outputs: outputs, targets: set.targets))
  }

  /// Also of a loss that looks at the whole batch.
  @Test(arguments: [true, false], [1, 7])
  func microBatchesChangeRoundingsAlone(isMeanOfRows: Bool, size: Int) throws {
    let loss: any Loss = isMeanOfRows ? CrossEntropy() : Confidence(.paper)
    func gradient(_ microBatch: Int?) throws -> [Float] {
      let trainer = try Self.trainer(loss: loss, microBatch: microBatch)
      _ = try trainer.run(shouldStop: { trainer.step == 3 })
      _ = try trainer.differentiate([4, 17, 3, 29, 8, 1, 11, 20, 14, 5])
      let store = trainer.model.parameters
      return Array(UnsafeBufferPointer(start: store.gradients, count: store.trainableCount))
    }
    let (whole, parts) = (try gradient(nil), try gradient(size))
    let scale = whole.reduce(0) { max($0, abs($1)) }
    #expect(scale > 1e-3)
    for (a, b) in zip(whole, parts) { #expect(abs(a - b) < 1e-4 * scale) }
  }

  @Test func threadsChangeNoByte() throws {
    let found = try [1, 2, 3].map { threads in
      let trainer = try Self.trainer(on: Self.problem(count: 200), threads: threads)
      _ = try trainer.run()
      return trainer.model.parameters.trainableValues.map(\.bitPattern)
    }
    #expect(found.allSatisfy { $0 == found[0] })
  }

  // MARK: What is refused

  private static let unsuitable: [([[Int32]], [Int], String)] = [
    ([[], [1]], [1, 1], "example 0 has nothing to choose from"),
    (
      [[1], [1, 2, 3, 4, 5, 6]], [1, 1],
      "example 1 has 6 choices, the model's 6 outputs are for 5"
    ),
    (
      [[1], [20]], [1, 1],
      "example 1 has the token 20 in a choice, outside the model's vocabulary of 20"
    ),
    ([[1], [-1]], [1, 1], "example 1 has the token -1 in a choice"),
    ([[4, 2, 4], [1]], [1, 1], "example 0 has one choice twice"),
    ([[1, 2], [1]], [2, 2], "example 1 is of class 2 and has 1 choices"),
  ]

  @Test(arguments: unsuitable, [true, false])
  func refusesChoicesThatDoNotFit(
    _ c: ([[Int32]], [Int], String), isFirst: Bool
  ) throws {
    let (choices, labels, problem) = c
    let inputs = ModelInput.choices(
      PackedTokens([[1], [2]]),
      among: Continuations(
        choices.map {
          $0.map { isFirst ? Continuations.Pair($0, 3) : Continuations.Pair(3, $0) }
        }))
    let error = #expect(throws: TrainingError.self) {
      try Self.trainer(
        on: TrainingSet(ExampleSet(inputs), targets: .classes(labels, of: 6)))
    }
    let text = try #require(error).description
    #expect(text.hasPrefix("training set: \(problem)"), "\(text)")
  }

  @Test func refusesOtherInputs() throws {
    let error = #expect(throws: TrainingError.self) {
      try Self.model().outputs(
        of: ExampleSet(.tokens(PackedTokens([[1]]))), team: WorkerTeam())
    }
    #expect(
      error?.description
        == "predicted set: examples are tokens, the model reads tokens with choices; "
        + "choose another model")
  }

  @Test func refusesALossThatWeighsEveryClass() throws {
    let error = #expect(throws: TrainingError.self) { try Self.trainer(loss: LabelSmoothing()) }
    #expect(
      error?.description
        == "training set: loss label-smoothing gives weight to classes that an example does not "
        + "have; use another loss, such as cross-entropy")
  }
}
