import Autograd
import Foundation
import Kernels
import Testing

@testable import Models
@testable import Training

/// What PyTorch computed (Fixtures/predicted/generate.py) for models of ModelsTests.
private struct PredictedFixture: Decodable {
  var texts: [[Int32]]
  var rate: Double
  var after: [Int32]
  /// How many tokens of each text are predicted.
  var counts: [Int]
  /// Of each model, before each step.
  var losses: [String: [Double]]

  static func read() throws -> PredictedFixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures/predicted")
    return try JSONDecoder().decode(
      PredictedFixture.self, from: Data(contentsOf: folder.appending(path: "predicted.json")))
  }
}

/// Texts that begin with context, which is only read.
@Suite struct PredictedTokensTests {
  private static let range = PredictedTokens.after(12..<15)

  private static let root = WeightsRoot(
    URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../ModelsTests/Fixtures/models").standardizedFileURL.path)

  private static func texts(count: Int = 40) -> ExampleSet {
    ExampleSet(
      .tokens(
        PackedTokens(
          (0..<count).map { k in
            (0..<1 + (7 * k) % 30).map { Int32(($0 * (k % 5 + 1) + k) % 20) }
          })))
  }

  private static func trainer(
    _ predicted: PredictedTokens, texts: ExampleSet = texts(), batch: BatchSize = .examples(24),
    microBatch: Int? = nil, threads: Int = 1, logits: Int? = nil
  ) throws -> Trainer {
    let model = try GPT(layers: 2, width: 16, heads: 2, context: 32).languageModel(
      vocabulary: 20, seed: 3, weights: WeightsRoot("Weights"))
    if let logits { model.logitLimit = logits }
    var configuration = TrainingConfiguration()
    (configuration.batch, configuration.microBatch) = (batch, microBatch)
    (configuration.rate, configuration.steps) = (0.01, 6)
    return try Trainer(
      model, texts: texts, predicted: predicted, evaluations: [EvaluationSet("test", texts)],
      configuration: configuration, seed: 3, team: WorkerTeam(threads: threads))
  }

  // MARK: The reference

  @Test(arguments: ["gpt2-tied", "llama-tied", "neox-sequential"], [nil, 5])
  func stepsAreThoseOfPyTorch(name: String, microBatch: Int?) throws {
    let fixture = try PredictedFixture.read()
    let model = try Pretrained(weights: name).languageModel(
      vocabulary: 40, seed: 0, weights: Self.root)
    var configuration = TrainingConfiguration()
    (configuration.batch, configuration.microBatch) = (.full, microBatch)
    (configuration.rate, configuration.steps) = (fixture.rate, 3)
    configuration.schedule = .constant
    let predicted = PredictedTokens.after(fixture.after[0]..<fixture.after[1])
    let packed = PackedTokens(fixture.texts)
    #expect((0..<packed.count).map { packed.predictedCount(of: $0, predicted) } == fixture.counts)
    let texts = ExampleSet(.tokens(packed))
    let trainer = try Trainer(
      model, texts: texts, predicted: predicted,
      evaluations: [EvaluationSet("test", texts)], configuration: configuration, seed: 0,
      team: WorkerTeam(threads: 2))
    var losses: [Double] = []
    _ = try trainer.run(progress: { losses.append($0.loss) })
    let expected = try #require(fixture.losses[name])
    #expect(losses.count == expected.count)
    for (a, b) in zip(losses, expected) { #expect(abs(a - b) < 2e-5 * b) }
    // The curve has the mean over the same tokens.
    let first = try #require(trainer.curve.points.first?.scores(of: "test")?.groundTruth)
    #expect(abs(first.loss - expected[0]) < 2e-5 * expected[0])
  }

  /// Gradients by central differences of the loss.
  @Test func gradientIsThatOfTheLoss() throws {
    let trainer = try Self.trainer(Self.range, batch: .full)
    let store = trainer.model.parameters
    _ = try trainer.run(shouldStop: { trainer.step == 2 })
    _ = try trainer.differentiate(nil)
    let gradients = Array(UnsafeBufferPointer(start: store.gradients, count: store.trainableCount))
    let scale = gradients.reduce(0) { max($0, abs($1)) }
    let ranked = gradients.indices.sorted { abs(gradients[$0]) > abs(gradients[$1]) }
    for index in ranked.prefix(6) {
      func loss(_ step: Float) throws -> Double {
        let value = store.values[index]
        store.values[index] = value + step
        defer { store.values[index] = value }
        return try trainer.differentiate(nil)
      }
      let slope = (try loss(0.004) - loss(-0.004)) / 0.008
      #expect(abs(slope - Double(gradients[index])) < 0.01 * Double(scale))
    }
  }

  // MARK: One loss, whatever the cut

  /// After any token is the same to the bit as all.
  @Test func afterAnyTokenIsAll() throws {
    let found = try [PredictedTokens.all, .after(0..<20)].map { range in
      let trainer = try Self.trainer(range, threads: 2)
      _ = try trainer.run()
      return (trainer.model.parameters.trainableValues.map(\.bitPattern), trainer.curve)
    }
    #expect(found[0] == found[1])
  }

  @Test func cutsChangeRoundingsAlone() throws {
    func gradient(_ microBatch: Int?, _ logits: Int?) throws -> (Double, [Float]) {
      let trainer = try Self.trainer(
        Self.range, batch: .full, microBatch: microBatch, threads: 2, logits: logits)
      let loss = try trainer.differentiate(nil)
      let store = trainer.model.parameters
      return (
        loss, Array(UnsafeBufferPointer(start: store.gradients, count: store.trainableCount))
      )
    }
    let (loss, whole) = try gradient(nil, nil)
    let scale = whole.reduce(0) { max($0, abs($1)) }
    for (microBatch, logits) in [(1, nil), (7, nil), (nil, 1), (5, 400)] as [(Int?, Int?)] {
      let (other, parts) = try gradient(microBatch, logits)
      #expect(abs(other - loss) < 1e-6)
      #expect(zip(parts, whole).allSatisfy { abs($0 - $1) < 1e-5 * scale })
    }
  }

  @Test func threadsChangeNoByte() throws {
    let found = try [1, 2, 3].map { threads in
      let trainer = try Self.trainer(Self.range, texts: Self.texts(count: 90), threads: threads)
      _ = try trainer.run()
      return trainer.model.parameters.trainableValues.map(\.bitPattern)
    }
    #expect(found.allSatisfy { $0 == found[0] })
  }

  /// What is not predicted is read all the same: the loss depends on it.
  @Test func contextCounts() throws {
    let model = try GPT(layers: 1, width: 16, heads: 2, context: 8).languageModel(
      vocabulary: 20, seed: 3, weights: WeightsRoot("Weights"))
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    func loss(_ text: [Int32]) -> Double {
      model.nextTokenLoss(PackedTokens([text]), predicted: .after(12..<20), on: tape)
    }
    let whole = loss([1, 2, 15, 4, 13])
    #expect(whole != loss([5, 2, 15, 4, 13]))
    let query = model.logProbabilities(
      PackedTokens([[1, 2, 15, 4]]),
      of: [LanguageModel.Query(row: 2, token: 4), LanguageModel.Query(row: 3, token: 13)], on: tape)
    #expect(abs(whole + query[0] + query[1]) < 1e-5)
    // Nothing follows, or there is none.
    #expect(loss([2, 3, 15]) == 0)
    #expect(loss([2, 3, 4]) == 0)
  }

  // MARK: What is left out and what is refused

  @Test func textsThatPredictNothingAreLeftOut() throws {
    let texts = ExampleSet(
      .tokens(PackedTokens([[], [13], [3, 13], [3, 5, 4], [13, 3], [3, 4, 14, 19, 12]])))
    let trainer = try Self.trainer(Self.range, texts: texts, batch: .full)
    #expect(trainer.objective.count == 2)
    #expect(try trainer.differentiate(nil).isFinite)
    let packed = texts.inputs.requiredTokens
    #expect(packed.predictedCount(Self.range) == 3)
    #expect(packed.predictedCount == 8)
  }

  @Test(
    arguments: [
      (12..<20, [[3, 4], [3, 15]], "no text has a token after one of 12..<20"),
      (
        12..<21, [[15, 3]], "what follows tokens 12..<21 is to be predicted, of a vocabulary of 20"
      ),
      (-1..<3, [[2, 15]], "what follows tokens -1..<3 is to be predicted"),
      (5..<5, [[3, 15]], "what follows tokens 5..<5 is to be predicted"),
    ] as [(Range<Int32>, [[Int32]], String)])
  func whatPredictsNothingIsRefused(
    range: Range<Int32>, texts: [[Int32]], problem: String
  ) throws {
    let error = #expect(throws: TrainingError.self) {
      try Self.trainer(.after(range), texts: ExampleSet(.tokens(PackedTokens(texts))))
    }
    #expect(try #require(error).description.hasPrefix("training set: \(problem)"))
  }
}
