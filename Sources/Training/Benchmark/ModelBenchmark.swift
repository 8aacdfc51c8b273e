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
    /// Of the speed of matrix products on as many cores.
    package var shareOfPeak: Double
    package var secondsPerStep: Double
    /// Tokens per second of the fastest step.
    package var bestTokensPerSecond: Double
    package var steps: Int
  }

  /// In bytes.
  package struct Memory: Sendable, Codable, Equatable {
    package var weights: Int
    package var gradients: Int
    package var moments: Int
    /// Activations that the backward pass needs: what the tape holds when the loss is known.
    package var activations: Int
    /// The most that the first steps held of all these and of memory on the way.
    package var peak: Int
    /// The same after many steps more: longer texts may have come, else it has to be the same.
    package var peakAtEnd: Int
    /// How many steps had been taken then.
    package var steps: Int
    /// What a step cannot do without: the sum of the first four.
    package var needed: Int
    /// The peak at the end over what is needed.
    package var ratio: Double

    init(
      weights: Int, gradients: Int, moments: Int, activations: Int, peak: Int, peakAtEnd: Int,
      steps: Int
    ) {
      (self.weights, self.gradients, self.moments) = (weights, gradients, moments)
      self.activations = activations
      (self.peak, self.peakAtEnd, self.steps) = (peak, peakAtEnd, steps)
      needed = weights + gradients + moments + activations
      ratio = Double(peakAtEnd) / Double(max(1, needed))
    }
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

  /// Steps that are not counted: they fill pools and caches.
  private static let warmup = 3

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
    let inference = inference(peak, profile)
    let inferenceProfile = profile.map { operations($0, steps: inference.steps) }
    let (training, memory) = try training(peak, profile)
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
  private func training(
    _ peak: MatrixProductPeak, _ profile: OperationProfile?
  ) throws(TrainingError) -> (Speed, Memory) {
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
    let watch = StepWatch(seconds: seconds, warmup: Self.warmup)
    var order = BatchOrder(count: examples.count, batch: configuration.batch, seed: 0)
    var held = 0
    _ = try trainer.run(
      shouldStop: { watch.isDone },
      progress: { progress in
        let taken = order.examples(of: progress.step - 1) ?? examples.all
        watch.lap(tokens: taken.reduce(0) { $0 + examples.inputs.size(of: $1) }, taken.count)
        if watch.isWarm { profile?.start() }
        if progress.step == Self.warmup { held = trainer.heldBytes }
      })
    let store = model.parameters
    let memory = Memory(
      weights: store.count * 4, gradients: store.trainableCount * 4,
      moments: store.trainableCount * 8, activations: trainer.space.activationBytes, peak: held,
      peakAtEnd: trainer.heldBytes, steps: trainer.step)
    return (speed(watch, factor: 6, peak), memory)
  }

  /// Outputs for all examples, as in labelling.
  private func inference(_ peak: MatrixProductPeak, _ profile: OperationProfile?) -> Speed {
    let watch = StepWatch(seconds: seconds, warmup: 1)
    let pools = MemoryPools()
    let tokens = examples.all.reduce(0) { $0 + examples.inputs.size(of: $1) }
    while !watch.isDone {
      _ = model.outputs(of: examples, for: .prediction, pools, team: team, profile: profile)
      watch.lap(tokens: tokens, examples.count)
      if watch.isWarm { profile?.start() }
    }
    return speed(watch, factor: 2, peak)
  }

  private func speed(_ watch: StepWatch, factor: Double, _ peak: MatrixProductPeak) -> Speed {
    let gigaflops = factor * Double(activeWeights) * watch.tokensPerSecond / 1e9
    return Speed(
      tokensPerSecond: watch.tokensPerSecond, examplesPerSecond: watch.examplesPerSecond,
      gigaflops: gigaflops, shareOfPeak: gigaflops / peak.gigaflops,
      secondsPerStep: watch.secondsPerStep, bestTokensPerSecond: watch.bestTokensPerSecond,
      steps: watch.steps)
  }
}

extension Trainer {
  /// Weights, gradients, moments of Adam, and the most that tensors ever took.
  fileprivate var heldBytes: Int {
    let store = model.parameters
    let lanes = (store.lanes - 1) * store.denseCount
    return (store.count + 3 * store.trainableCount + lanes) * 4 + space.tape.pool.peakBytes
      + space.pools.peakBytes
  }
}

extension ExampleSet {
  fileprivate var all: ArraySlice<Int> { Array(0..<count)[...] }
}
