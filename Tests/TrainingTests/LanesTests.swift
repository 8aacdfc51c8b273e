import Autograd
import Kernels
import Models
import Testing

@testable import Training

@Suite struct LanesTests {
  /// Parts are neighbouring examples in their order, none is empty or left out, and sizes differ by
  /// no more than the longest example.
  @Test(arguments: [
    [4], [1, 1, 1], [128, 128], [1000, 1], [1, 1000], Array(repeating: 128, count: 8),
    [3, 500, 3, 3, 700, 40, 41, 42], Array(repeating: 1, count: 5000), [400, 300, 200, 100, 50],
  ])
  func cutCoversTheBatch(rows: [Int]) {
    let cut = BatchCut(rows: rows, grain: Grain(weights: 1000))
    #expect(Array(cut.lanes.joined().joined()) == Array(rows.indices))
    #expect(cut.lanes.allSatisfy { !$0.isEmpty && $0.allSatisfy { !$0.isEmpty } })
    let total = rows.reduce(0, +)
    #expect(cut.lanes.count == max(1, min(2, total / 128, rows.count)))
    let longest = rows.max() ?? 0
    for lane in cut.lanes {
      let size = lane.joined().reduce(0) { $0 + rows[$1] }
      #expect(abs(size - total / cut.lanes.count) <= longest)
      for part in lane { #expect(rows[part].reduce(0, +) <= 512 + longest) }
    }
  }

  @Test func aLargeModelHasOneLane() {
    let cut = BatchCut(
      rows: Array(repeating: 128, count: 16), grain: Grain(weights: 100_000_000))
    #expect(cut.lanes == [[0..<8, 8..<16]])
  }

  private static func trainer(threads: Int, microBatch: Int? = nil) throws -> Trainer {
    var configuration = TrainingConfiguration()
    configuration.batch = .examples(24)
    configuration.microBatch = microBatch
    configuration.rate = 0.01
    configuration.steps = 6
    configuration.clip = 1
    let tokens = PackedTokens(
      (0..<60).map { i in (0..<(20 + 37 * i % 50)).map { Int32(($0 * (i + 3) + i) % 50) } })
    let set = EvaluationSet(
      "validation", ExampleSet(.tokens(tokens)),
      groundTruth: .classes((0..<60).map { $0 % 3 % 2 }, of: 2))
    return try Trainer(
      GPT(layers: 2, width: 16, heads: 2, context: 64)
        .build(
          ModelShape(input: .tokens(vocabulary: 50), outputs: 2), seed: 3,
          weights: WeightsRoot("Weights")),
      on: TrainingSet(
        ExampleSet(.tokens(tokens)), targets: .classes((0..<60).map { $0 % 3 % 2 }, of: 2)),
      evaluations: [set], configuration: configuration, loss: Confidence(.paper), seed: 3,
      team: WorkerTeam(threads: threads))
  }

  private static func bytes(_ trainer: Trainer) -> [UInt32] {
    trainer.model.parameters.trainableValues.map(\.bitPattern)
  }

  /// A batch of some thousand tokens goes in two lanes with several parts each.
  @Test(arguments: [nil, 7])
  func threadsChangeNoByte(microBatch: Int?) throws {
    var results: [[UInt32]] = []
    var curves: [TrainingCurve] = []
    for threads in [1, 2, 3, 5] {
      let trainer = try Self.trainer(threads: threads, microBatch: microBatch)
      _ = try trainer.run()
      results.append(Self.bytes(trainer))
      curves.append(trainer.curve)
    }
    #expect(results.dropFirst().allSatisfy { $0 == results[0] })
    #expect(curves.dropFirst().allSatisfy { $0 == curves[0] })
  }

  /// The gradient in lanes is that of one computation on the whole batch.
  @Test func gradientIsThatOfTheWholeBatch() throws {
    let trainer = try Self.trainer(threads: 2)
    _ = try trainer.run(shouldStop: { trainer.step == 3 })
    let places = Array(0..<24)
    let loss = try trainer.differentiate(places[...])
    let store = trainer.model.parameters
    let found = Array(UnsafeBufferPointer(start: store.gradients, count: store.trainableCount))
    store.zeroGradients(team: WorkerTeam())

    let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
    let objective = try #require(trainer.objective as? Supervised)
    let inputs = objective.training.examples.inputs.gather(places)
    let logits = trainer.model.logits(inputs, on: tape)
    let value = objective.loss.value(
      LossBatch(
        logits: logits, targets: objective.training.targets.gather(places), fraction: 0.5),
      on: tape)
    tape.backward(from: value)
    let whole = Array(UnsafeBufferPointer(start: store.gradients, count: store.trainableCount))
    let scale = try #require(whole.map { abs($0) }.max())
    #expect(scale > 1e-3)
    for (a, b) in zip(found, whole) { #expect(abs(a - b) < 1e-5 * scale) }
    #expect(abs(loss - Double(value.scalar)) < 1e-6)
  }

  /// Labelling cuts a set into batches that run side by side; each example's outputs stay at its place.
  @Test func outputsAreThoseOfEachExample() throws {
    let trainer = try Self.trainer(threads: 2)
    _ = try trainer.run()
    let examples = try #require(trainer.objective as? Supervised).training.examples
    let all = try trainer.model.outputs(of: examples, team: WorkerTeam(threads: 3))
    for index in [0, 17, 59] {
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
      let own = trainer.model.logits(examples.inputs.gather([index]), on: tape).array
      for (a, b) in zip(all[2 * index..<2 * index + 2], own) { #expect(abs(a - b) < 1e-5) }
    }
  }
}
