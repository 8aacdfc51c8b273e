import Kernels
import Models
import Testing

@testable import Training

/// Clouds around the corners of a triangle, far apart, and soft labels that are right: 0.8 for the class.
private func corners(classes: Int, count: Int) -> (set: TrainingSet, truth: Targets) {
  let centres: [(Float, Float)] = [(2, 0), (-2, 1), (0, -3)]
  var stream = RandomStream(seed: 3, "corners")
  var (values, labels): ([Float], [Int]) = ([], [])
  for index in 0..<count {
    let label = index % classes
    values += [
      centres[label].0 + 0.4 * stream.normal(), centres[label].1 + 0.4 * stream.normal(),
    ]
    labels.append(label)
  }
  let truth = Targets.classes(labels, of: classes)
  let rest = 0.2 / Float(classes - 1)
  let soft = truth.values.map { $0 == 1 ? 0.8 : rest }
  return (
    TrainingSet(
      ExampleSet(.features(values: values, rows: count, columns: 2)),
      targets: .probabilities(soft, classes: classes)),
    truth
  )
}

/// Every loss for classes teaches a model.
@Suite struct LossTrainingTests {
  private func trainer(_ loss: any Loss, classes: Int, microBatch: Int? = nil) throws -> (
    Trainer, examples: ExampleSet, truth: Targets
  ) {
    let (set, truth) = corners(classes: classes, count: 60)
    var configuration = TrainingConfiguration()
    (configuration.steps, configuration.rate) = (60, 0.03)
    (configuration.batch, configuration.microBatch) = (.examples(20), microBatch)
    // Its head is zero at first: every loss starts from predictions that say nothing, and a window
    // on the student's confidence has no row outside that is wrong.
    let model = try LinearModel().build(
      ModelShape(input: .features(2), outputs: classes), seed: 2, weights: WeightsRoot("Weights"))
    return (
      try Trainer(
        model, on: set, configuration: configuration, loss: loss, seed: 2, team: WorkerTeam()),
      set.examples, truth
    )
  }

  @Test(arguments: ClassLosses.names.indices, [2, 3])
  func learnsToTellCornersApart(loss: Int, classes: Int) throws {
    let (trainer, examples, truth) = try trainer(ClassLosses.all[loss], classes: classes)
    func accuracy() throws -> Double {
      let outputs = try trainer.model.outputs(of: examples, team: WorkerTeam())
      return try #require(Score(outputs: outputs, targets: truth).accuracy)
    }
    #expect(try accuracy() < 0.9)
    #expect(try trainer.run() == .finished)
    #expect(try accuracy() > 0.95)
  }

  /// Parts as large as the batch change no byte; smaller ones round differently.
  @Test(arguments: ClassLosses.names.indices, [20, 21, 7, 1])
  func microBatchesTeachTheSame(loss: Int, size: Int) throws {
    func weights(_ microBatch: Int?) throws -> [Float] {
      let (trainer, _, _) = try trainer(ClassLosses.all[loss], classes: 3, microBatch: microBatch)
      _ = try trainer.run(shouldStop: { trainer.step == 5 })
      return trainer.model.parameters.trainableValues
    }
    let (whole, parts) = (try weights(nil), try weights(size))
    if size >= 20 {
      #expect(whole.map(\.bitPattern) == parts.map(\.bitPattern))
    } else {
      for (a, b) in zip(whole, parts) { #expect(abs(a - b) < 1e-4) }
    }
  }

  /// The same bytes on one thread and on three.
  @Test(arguments: ClassLosses.names.indices) func threadsChangeNoByte(loss: Int) throws {
    let sample = LossSample(rows: 300, columns: 3, seed: 8)
    func gradient(_ threads: Int) -> [UInt32] {
      evaluate(
        ClassLosses.all[loss], logits: sample.logits, targets: sample.labels, columns: 3,
        fraction: 0.05, threads: threads
      ).gradient.map(\.bitPattern)
    }
    #expect(gradient(1) == gradient(3))
  }
}
