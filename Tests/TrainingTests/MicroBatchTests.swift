import Autograd
import Kernels
import Models
import Testing

@testable import Training

@Suite struct MicroBatchTests {
  static let losses: [any Loss] =
    [CrossEntropy(), CrossEntropy(hard: true), Confidence(.paper), Confidence(.reference)]
    + ClassLosses.all.dropFirst(2)

  static func trainer(
    _ loss: any Loss, microBatch: Int?, batch: BatchSize = .examples(10),
    model: GPT = GPT(layers: 1, width: 16, heads: 2, context: 8)
  ) throws -> Trainer {
    var configuration = TrainingConfiguration()
    configuration.batch = batch
    configuration.microBatch = microBatch
    configuration.rate = 0.01
    configuration.steps = 6
    configuration.optimizer = OptimizerChoice(GradientDescent())
    return try Trainer(
      model
        .build(
          ModelShape(input: .tokens(vocabulary: 12), outputs: 2), seed: 3,
          weights: WeightsRoot("Weights")),
      on: occurrence(count: 30, seed: 1), configuration: configuration, loss: loss, seed: 3,
      team: WorkerTeam())
  }

  /// The gradient of a batch in the middle of the training, and its loss.
  static func gradient(_ trainer: Trainer) throws -> (gradient: [Float], loss: Double) {
    // The head is zero at first: some steps make the logits differ.
    _ = try trainer.run(shouldStop: { trainer.step == 3 })
    let loss = try trainer.differentiate([4, 17, 3, 29, 8, 1, 11, 20, 14, 5])
    let store = trainer.model.parameters
    return (
      Array(UnsafeBufferPointer(start: store.gradients, count: store.trainableCount)), loss
    )
  }

  /// Also of losses that decide over the whole batch, and with a last part that is smaller.
  @Test(arguments: losses.indices, [1, 3, 5, 9])
  func gradientIsThatOfTheWholeBatch(loss: Int, size: Int) throws {
    let whole = try Self.gradient(Self.trainer(Self.losses[loss], microBatch: nil))
    let parts = try Self.gradient(Self.trainer(Self.losses[loss], microBatch: size))
    let scale = try #require(whole.gradient.map { abs($0) }.max())
    #expect(scale > 1e-3)
    for (a, b) in zip(whole.gradient, parts.gradient) { #expect(abs(a - b) < 1e-4 * scale) }
    #expect(abs(whole.loss - parts.loss) < 1e-5)
  }

  /// Decided part by part, the confidence loss would take other rows for positive.
  @Test func confidenceLooksAtTheWholeBatch() throws {
    let logits: [Float] = [3, 0, 2, 0, 1, 0, 0, 1]
    let targets: [Float] = [1, 0, 1, 0, 1, 0, 1, 0]
    func own(_ rows: Range<Int>) -> [Float] {
      Threshold.half.hardened(
        logits: Array(logits[2 * rows.lowerBound..<2 * rows.upperBound]),
        targets: Array(targets[2 * rows.lowerBound..<2 * rows.upperBound]), classes: 2)
    }
    #expect(own(0..<2) + own(2..<4) != own(0..<4))
    #expect(!Confidence.isMeanOfRows)
  }

  @Test(arguments: losses.indices, [BatchSize.examples(10), .full])
  func aPartAsLargeAsTheBatchChangesNoByte(loss: Int, batch: BatchSize) throws {
    let size = batch.size(of: 30)
    for microBatch in [size, size + 1] {
      let plain = try Self.trainer(Self.losses[loss], microBatch: nil, batch: batch)
      let other = try Self.trainer(Self.losses[loss], microBatch: microBatch, batch: batch)
      _ = try plain.run()
      _ = try other.run()
      #expect(plain.model.parameters.trainableValues == other.model.parameters.trainableValues)
    }
  }

  @Test(arguments: [0, 2]) func memoryHoldsOnePart(loss: Int) throws {
    func peak(_ microBatch: Int?) throws -> Int {
      let trainer = try Self.trainer(
        Self.losses[loss], microBatch: microBatch, batch: .full,
        model: GPT(layers: 4, width: 64, heads: 2, context: 8))
      _ = try trainer.differentiate(nil)
      return trainer.space.tape.pool.peakBytes + trainer.space.pools.peakBytes
    }
    #expect(try peak(3) < peak(nil) / 4)
  }

  /// What the parts before it left is no gradient of the next step.
  @Test func nothingStaysOfABatchWithoutALoss() throws {
    let trainer = try Self.trainer(CrossEntropy(), microBatch: 1)
    // Sequences of eight tokens and more fail, shorter ones do not.
    let positions = try #require(trainer.model.parameters["positions.weight"])
    positions.set(positions.array.dropLast(16) + [Float](repeating: .infinity, count: 16))
    let inputs = try #require(trainer.objective as? Supervised).training.examples.inputs
    let short = try #require((0..<30).first { inputs.size(of: $0) < 8 })
    let long = try #require((0..<30).first { inputs.size(of: $0) >= 8 })
    #expect(throws: TrainingError.self) { _ = try trainer.differentiate([short, long]) }
    let store = trainer.model.parameters
    #expect((0..<store.trainableCount).allSatisfy { store.gradients[$0] == 0 })
  }

  @Test func squaredErrorsAndFullBatches() throws {
    var stream = RandomStream(seed: 1, "x")
    let x = (0..<50 * 4).map { _ in stream.normal() }
    let y = (0..<50).map { x[4 * $0] - x[4 * $0 + 1] }
    func weights(_ microBatch: Int?) throws -> [Float] {
      var configuration = TrainingConfiguration()
      (configuration.batch, configuration.steps, configuration.rate) = (.full, 5, 0.01)
      configuration.microBatch = microBatch
      let trainer = try Trainer(
        MultilayerPerceptron().build(
          ModelShape(input: .features(4), outputs: 1), seed: 3, weights: WeightsRoot("Weights")),
        on: TrainingSet(
          ExampleSet(.features(values: x, rows: 50, columns: 4)),
          targets: .values(y, outputs: 1)),
        configuration: configuration, loss: SquaredError(), seed: 3, team: WorkerTeam())
      _ = try trainer.run()
      return trainer.model.parameters.trainableValues
    }
    for (a, b) in zip(try weights(nil), try weights(7)) { #expect(abs(a - b) < 1e-4) }
  }
}
