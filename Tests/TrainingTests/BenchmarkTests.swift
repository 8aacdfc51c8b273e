import Autograd
import Kernels
import Models
import Testing

@testable import Training

@Suite struct BenchmarkTests {
  @Test func ratesAreMediansOfTheStepsAfterTheFirst() {
    let watch = StepWatch(seconds: 0.1, warmup: 2)
    for seconds in [9.0, 9] { watch.lap(seconds: seconds, tokens: 1, 1) }
    #expect(watch.isWarm && watch.steps == 0 && watch.secondsPerStep == 0)
    for (seconds, tokens) in [(1.0, 10), (2, 40), (4, 40), (0.5, 4)] {
      watch.lap(seconds: seconds, tokens: tokens, 2)
      #expect(!watch.isDone, "five steps at least")
    }
    #expect(watch.secondsPerStep == 1.5)
    #expect(watch.tokensPerSecond == 10)  // of 10, 20, 10 and 8
    #expect(watch.examplesPerSecond == 1.5)  // of 2, 1, 0.5 and 4
    #expect(watch.bestTokensPerSecond == 20)
    watch.lap(seconds: 3, tokens: 30, 2)
    #expect(watch.isDone && watch.steps == 5)
    #expect(watch.secondsPerStep == 2)
  }

  private static func model() throws -> any Model {
    try GPT(layers: 2, width: 16, heads: 2, context: 16).build(
      ModelShape(input: .tokens(vocabulary: 12), outputs: 2), seed: 0, weights: WeightsRoot(""))
  }

  @Test func aMeasurementAddsUp() throws {
    let examples = ExampleSet(
      .tokens(PackedTokens((0..<24).map { row in (0..<9).map { Int32((row + $0) % 12) } })))
    let active = 2 * 12 * 16 * 16
    var benchmark = ModelBenchmark(
      try Self.model(), on: examples, batch: 8, activeWeights: active,
      team: WorkerTeam(threads: 2))
    benchmark.seconds = 0.02
    benchmark.isProfiled = true
    let result = try benchmark.result()
    for (speed, factor) in [(result.training, 6.0), (result.inference, 2.0)] {
      #expect(speed.steps >= 5)
      let gigaflops = factor * Double(active) * speed.tokensPerSecond / 1e9
      #expect(abs(speed.gigaflops - gigaflops) <= 1e-9 * gigaflops)
      #expect(abs(speed.shareOfPeak - gigaflops / result.peak.gigaflops) < 1e-12)
      #expect(speed.bestTokensPerSecond >= speed.tokensPerSecond)
    }
    #expect(result.peak.threads == 2 && result.peak.oneCoreGigaflops > 0)
    let memory = result.memory
    #expect(
      memory.needed == memory.weights + memory.gradients + memory.moments + memory.activations)
    #expect(memory.moments == 2 * memory.gradients)
    #expect(memory.activations > 0)
    #expect(memory.peak > memory.weights + memory.gradients + memory.moments)
    #expect(memory.peakAtEnd == memory.peak, "nothing grows after the first steps")
    let operations = try #require(result.trainingProfile)
    #expect(operations.contains { $0.name == "optimizer" && $0.calls == 1 })
    #expect(try #require(result.inferenceProfile).allSatisfy { $0.backwardSeconds == 0 })
  }

  @Test(arguments: [false, true]) func aTrialTakesSteps(isRegression: Bool) throws {
    let model = try LinearModel().build(
      ModelShape(input: .features(4), outputs: isRegression ? 1 : 2), seed: 0,
      weights: WeightsRoot(""))
    let examples = ExampleSet(
      .features(values: (0..<40).map { Float($0 % 7) }, rows: 10, columns: 4))
    var training = TrainingConfiguration()
    training.selection = Selections([.weakValidation])
    let times = try SpeedTrial(
      model, on: examples, training: training, isRegression: isRegression
    ).times(within: 0.002)
    #expect(times.step > 0 && times.step < 1)
    #expect(times.outputs > 0 && times.outputs < 1)
  }
}
