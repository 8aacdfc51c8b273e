import Autograd
import Kernels
import Models

/// How fast a model is trained and how fast it labels, and the memory that a step takes.
package struct ModelBenchmark {
  /// Of a step.
  package struct Speed: Sendable, Codable, Equatable {
    package var tokensPerSecond: Double
    package var examplesPerSecond: Double
    /// 10⁹ floating-point operations a second of the model alone: 6 (training) or 2 (inference)
    /// times the weights that a token is multiplied with, times tokens per second.
    package var gigaflops: Double
    package var secondsPerStep: Double
    package var steps: Int
  }

  /// In bytes.
  package struct Memory: Sendable, Codable, Equatable {
    package var weights: Int
    package var gradients: Int
    package var moments: Int
    /// Activations that the backward pass needs: what the tape holds when the loss is known.
    package var activations: Int
    /// The most that the step held of all these and of memory on the way.
    package var peak: Int
    /// The same after many steps more.
    package var peakAtEnd: Int

    /// What a step cannot do without.
    package var needed: Int { weights + gradients + moments + activations }
    package var ratio: Double { Double(peak) / Double(needed) }
  }

  /// Seconds of an operation in one step, or in one pass over all examples.
  package struct Operation: Sendable, Codable, Equatable {
    package var name: String
    package var calls: Double
    package var forwardSeconds: Double
    package var backwardSeconds: Double
    package var otherSeconds: Double

    package var seconds: Double { forwardSeconds + backwardSeconds + otherSeconds }
  }

  package struct Result: Sendable, Codable, Equatable {
    package var peak: MatrixProductPeak
    package var training: Speed
    package var inference: Speed
    package var memory: Memory
    /// The most expensive first; nil unless asked for.
    package var trainingProfile: [Operation]?
    package var inferenceProfile: [Operation]?
  }

  package let model: any Model
  package let examples: ExampleSet
  package let batch: Int
  package let team: WorkerTeam
  /// Weights that a token is multiplied with.
  package let activeWeights: Int
  /// At least that long is measured.
  package var seconds = 3.0
  package var isProfiled = false

  package init(
    _ model: any Model, on examples: ExampleSet, batch: Int, activeWeights: Int, team: WorkerTeam
  ) {
    self.model = model
    self.examples = examples
    self.batch = batch
    self.activeWeights = activeWeights
    self.team = team
  }

  package func result() throws(TrainingError) -> Result {
    let peak = MatrixProductPeak.measure(threads: team.threads)
    let profile = isProfiled ? OperationProfile() : nil
    // Labelling first: a training holds more memory.
    let inference = inference(profile: profile)
    let inferenceProfile = profile.map { operations($0, steps: inference.steps) }
    let (training, memory) = try training(profile: profile)
    return Result(
      peak: peak, training: training, inference: inference, memory: memory,
      trainingProfile: profile.map { operations($0, steps: training.steps) },
      inferenceProfile: inferenceProfile)
  }

  private func operations(_ profile: OperationProfile, steps: Int) -> [Operation] {
    let steps = Double(max(1, steps))
    return profile.entries.map {
      Operation(
        name: $0.operation, calls: Double($0.calls) / steps,
        forwardSeconds: $0.forwardSeconds / steps, backwardSeconds: $0.backwardSeconds / steps,
        otherSeconds: $0.otherSeconds / steps)
    }
  }

  /// Forward, backward and Adam on batches of the examples; the first steps are not counted.
  private func training(profile: OperationProfile?) throws(TrainingError) -> (Speed, Memory) {
    var configuration = TrainingConfiguration()
    configuration.batch = .examples(batch)
    configuration.schedule = .constant
    configuration.steps = 1 << 30
    configuration.evaluations = 1
    let classes = model.shape.outputs
    let labels = (0..<examples.count).map { $0 % classes }
    let trainer = try Trainer(
      model, on: TrainingSet(examples, targets: .classes(labels, of: classes)),
      configuration: configuration, loss: CrossEntropy(), seed: 0, team: team, profile: profile)
    let watch = StepWatch(seconds: seconds, warmup: 3)
    var order = BatchOrder(count: examples.count, batch: configuration.batch, seed: 0)
    var peak = 0
    _ = try trainer.run(
      shouldStop: { watch.isDone },
      progress: { progress in
        let taken = order.examples(of: progress.step - 1) ?? examples.all
        watch.lap(tokens: taken.reduce(0) { $0 + examples.inputs.size(of: $1) }, taken.count)
        if watch.isWarm { profile?.start() }
        if progress.step == 3 { peak = trainer.heldBytes }
      })
    let store = model.parameters
    let memory = Memory(
      weights: store.count * 4, gradients: store.trainableCount * 4,
      moments: store.trainableCount * 8, activations: trainer.activationBytes, peak: peak,
      peakAtEnd: trainer.heldBytes)
    return (speed(watch, factor: 6), memory)
  }

  /// Outputs for all examples, as in labelling.
  private func inference(profile: OperationProfile?) -> Speed {
    let watch = StepWatch(seconds: seconds, warmup: 1)
    let pools = MemoryPools()
    let tokens = examples.all.reduce(0) { $0 + examples.inputs.size(of: $1) }
    while !watch.isDone {
      _ = model.outputs(of: examples, pools, team: team, profile: profile)
      watch.lap(tokens: tokens, examples.count)
      if watch.isWarm { profile?.start() }
    }
    return speed(watch, factor: 2)
  }

  private func speed(_ watch: StepWatch, factor: Double) -> Speed {
    Speed(
      tokensPerSecond: watch.tokensPerSecond, examplesPerSecond: watch.examplesPerSecond,
      gigaflops: factor * Double(activeWeights) * watch.tokensPerSecond / 1e9,
      secondsPerStep: watch.secondsPerStep, steps: watch.steps)
  }
}

extension Trainer {
  /// Weights, gradients, moments of Adam, and the most that tensors ever took.
  fileprivate var heldBytes: Int {
    let store = model.parameters
    let lanes = (store.lanes - 1) * store.denseCount
    return (store.count + 3 * store.trainableCount + lanes) * 4 + tape.pool.peakBytes
      + pools.peakBytes
  }
}

extension ExampleSet {
  fileprivate var all: ArraySlice<Int> { Array(0..<count)[...] }
}
