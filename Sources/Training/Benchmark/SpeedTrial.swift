import Kernels
import Models

/// A few steps of a training, timed on the core that runs them: what an estimate of hours is made from.
///
/// Weights, inputs and labels are made up; time does not depend on them.
package struct SpeedTrial {
  /// Seconds on one core.
  package struct Times: Sendable, Equatable {
    /// Of a training step on all examples of the trial.
    package var step: Double
    /// Of the outputs of all examples of the trial.
    package var outputs: Double

    package init(step: Double, outputs: Double) {
      self.step = step
      self.outputs = outputs
    }
  }

  private let model: any Model
  private let examples: ExampleSet
  private let targets: Targets
  private let training: TrainingConfiguration
  private let loss: any Loss

  /// - Parameters:
  ///   - training: how the model is trained; its batch is all examples here.
  ///   - isRegression: whether targets are real values.
  package init(
    _ model: any Model, on examples: ExampleSet, training: TrainingConfiguration,
    isRegression: Bool
  ) {
    self.model = model
    self.examples = examples
    var training = training
    training.batch = .full
    training.microBatch = nil
    training.steps = 1 << 20
    training.schedule = .constant
    training.rate = 1e-6
    training.selection = Selections([.final])
    training.evaluations = 0
    self.training = training
    let outputs = model.shape.outputs
    if isRegression {
      targets = .values(
        (0..<examples.count * outputs).map { Float($0 % 3) - 1 }, outputs: outputs)
      loss = SquaredError()
    } else {
      // Classes 0 and 1 are there for every example, also of choices.
      targets = .classes((0..<examples.count).map { $0 % min(outputs, 2) }, of: outputs)
      loss = CrossEntropy()
    }
  }

  /// The median of a few steps; the first, which fills pools and caches, does not count.
  /// - Parameter seconds: begin no step after that long.
  package func times(within seconds: Double = 0.05) throws(TrainingError) -> Times {
    let team = WorkerTeam()
    let trainer = try Trainer(
      model, on: TrainingSet(examples, targets: targets), configuration: training, loss: loss,
      seed: 0, team: team)
    var watch = Stopwatch(limit: seconds)
    _ = try trainer.run(shouldStop: { watch.lap() })
    let step = watch.median
    watch = Stopwatch(limit: seconds / 2)
    repeat { _ = try model.outputs(of: examples, team: team) } while !watch.lap()
    return Times(step: step, outputs: watch.median)
  }
}

/// The median of some laps, of which the first does not count unless it is the only one.
private struct Stopwatch {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let limit: Double
  private var last: ContinuousClock.Instant
  private var laps: [Double] = []

  init(limit: Double) {
    self.limit = limit
    start = clock.now
    last = start
  }

  /// A lap is done; whether it was the last.
  mutating func lap() -> Bool {
    let now = clock.now
    laps.append((now - last) / .seconds(1))
    last = now
    return laps.count >= 2 && (now - start) / .seconds(1) >= limit
  }

  var median: Double {
    let counted = (laps.count > 1 ? laps.dropFirst() : laps[...]).sorted()
    return counted.isEmpty ? 0 : counted[counted.count / 2]
  }
}
