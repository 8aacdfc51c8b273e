import Kernels
import Testing

@testable import WeakToStrong

@Suite struct MethodComparisonTests {
  private func compare(
    _ first: [Predictions], _ second: [Predictions], _ metric: Metric = .accuracy,
    draws: Int = 2000
  ) -> MethodComparison? {
    var configuration = StatisticsConfiguration()
    configuration.draws = draws
    return MethodComparison.estimate(
      [.init(first, second)], metric: metric, configuration: configuration)[0]
  }

  @Test func pairedExamplesSeeSmallDifferences() throws {
    // Two methods that differ on 10 of 1000 examples, all in favour of the first.
    let result = try #require(
      compare([RecoveryTests.predictions(710)], [RecoveryTests.predictions(700)]))
    #expect(abs(result.difference.value - 0.01) < 1e-9)
    #expect(result.difference.low > 0)
    #expect(result.probability < 0.01)
    #expect(result.examples == 1000 && result.seeds == 1)
    let reversed = try #require(
      compare([RecoveryTests.predictions(700)], [RecoveryTests.predictions(710)], .brier))
    #expect(reversed.difference.value < 0)
  }

  @Test func sameMethod() throws {
    let result = try #require(
      compare([RecoveryTests.predictions(700)], [RecoveryTests.predictions(700)]))
    #expect(result.difference == Estimate(value: 0, low: 0, high: 0))
    #expect(result.probability == 1)
  }

  /// Without a difference, about one comparison in twenty is below .05.
  @Test func probabilityIsCalibrated() throws {
    var stream = RandomStream(seed: 3, "null")
    var significant = 0
    for _ in 0..<400 {
      let first = RecoveryTests.simulated(0.7, count: 200, &stream)
      let second = RecoveryTests.simulated(0.7, count: 200, &stream)
      let result = try #require(compare([first], [second], draws: 300))
      if result.probability < 0.05 { significant += 1 }
    }
    #expect((6...36).contains(significant), "\(significant)")
  }

  /// Of n examples that one method alone has right, the resampled number is binomial: the interval is
  /// 1.96 √(n/N · (1 − n/N) / N) to either side.
  @Test func intervalOfADifference() throws {
    let result = try #require(
      compare([RecoveryTests.predictions(750)], [RecoveryTests.predictions(700)]))
    let half = 1.959964 * (0.05 * 0.95 / 1000).squareRoot()
    #expect(abs(result.difference.high - 0.05 - half) < 0.1 * half)
    #expect(abs(0.05 - result.difference.low - half) < 0.1 * half)
  }

  /// Means over examples are compared as means of differences, others as differences of
  /// statistics; by hand the two are one.
  @Test(arguments: [Metric.accuracy, .crossEntropy, .auroc, .calibrationError])
  func differenceOfStatistics(_ metric: Metric) throws {
    let sources = (0..<6).map { random(count: 60, classes: 2, seed: UInt64($0)) }
    guard case .classes(let truth) = sources[0].truth else { return }
    let models = sources.map { source in
      Predictions(probabilities: source.outputs, classes: 2, truth: truth)
    }
    let (first, second) = (Array(models[..<3]), Array(models[3...]))
    let result = try #require(compare(first, second, metric, draws: 200))
    let values = zip(first, second).compactMap { first, second -> Double? in
      guard let a = metric.value(first), let b = metric.value(second) else { return nil }
      return metric.orientation * (a - b)
    }
    #expect(abs(result.difference.value - values.reduce(0, +) / 3) < 1e-6)
    // Of each draw, the same by brute force.
    var configuration = StatisticsConfiguration()
    configuration.draws = 200
    let bootstrap = CrossedBootstrap(examples: 60, configuration: configuration)
    let replicates = bootstrap.replicates(of: (first + second).compactMap(metric.statistic))
    let differences = zip(
      bootstrap.overSeeds(Array(replicates[..<3])), bootstrap.overSeeds(Array(replicates[3...]))
    ).map { metric.orientation * ($0 - $1) }
    let expected = try #require(
      Estimate(value: result.difference.value, replicates: differences, confidence: 0.95))
    #expect(abs(result.difference.low - expected.low) < 1e-6)
    #expect(abs(result.difference.high - expected.high) < 1e-6)
  }

  @Test func eachComparisonAsIfAlone() {
    var stream = RandomStream(seed: 11, "comparisons")
    func some(_ accuracy: Double) -> [Predictions] {
      (0..<2).map { _ in RecoveryTests.simulated(accuracy, count: 200, &stream) }
    }
    let pairs = (0..<3).map { _ in MethodComparison.Students(some(0.7), some(0.72)) }
    let together = MethodComparison.estimate(pairs, metric: .accuracy)
    for (pair, result) in zip(pairs, together) {
      #expect(result == MethodComparison.estimate([pair], metric: .accuracy)[0])
    }
    #expect(MethodComparison.estimate(pairs, metric: .squaredError) == [nil, nil, nil])
  }
}
