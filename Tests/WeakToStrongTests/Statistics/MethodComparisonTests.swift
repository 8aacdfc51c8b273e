import Kernels
import Testing

@testable import WeakToStrong

@Suite struct MethodComparisonTests {
  @Test func pairedExamplesSeeSmallDifferences() throws {
    // Two methods that differ on 10 of 1000 examples, all in favour of the first.
    let result = try #require(
      MethodComparison.estimate(
        [RecoveryTests.predictions(710)], [RecoveryTests.predictions(700)], metric: .accuracy))
    #expect(abs(result.difference.value - 0.01) < 1e-9)
    #expect(result.difference.low > 0)
    #expect(result.probability < 0.01)
    let reversed = try #require(
      MethodComparison.estimate(
        [RecoveryTests.predictions(700)], [RecoveryTests.predictions(710)], metric: .brier))
    #expect(reversed.difference.value < 0)
  }

  @Test func sameMethod() throws {
    let result = try #require(
      MethodComparison.estimate(
        [RecoveryTests.predictions(700)], [RecoveryTests.predictions(700)], metric: .accuracy))
    #expect(result.difference == Estimate(value: 0, low: 0, high: 0))
    #expect(result.probability == 1)
  }

  /// Without a difference, about one comparison in twenty is below .05.
  @Test func probabilityIsCalibrated() throws {
    var configuration = StatisticsConfiguration()
    configuration.draws = 300
    var stream = RandomStream(seed: 3, "null")
    var significant = 0
    for _ in 0..<400 {
      let first = RecoveryTests.simulated(0.7, count: 200, &stream)
      let second = RecoveryTests.simulated(0.7, count: 200, &stream)
      let result = try #require(
        MethodComparison.estimate(
          [first], [second], metric: .accuracy, configuration: configuration))
      if result.probability < 0.05 { significant += 1 }
    }
    #expect((6...36).contains(significant), "\(significant)")
  }

  @Test func noiseFloor() throws {
    #expect(NoiseFloor(scores: [1]) == nil)
    let floor = try #require(NoiseFloor(scores: [1, 2, 3, 4]))
    #expect(abs(floor.standardDeviation - (5 / 3.0).squareRoot()) < 1e-12)
    #expect(abs(floor.standardError - (5 / 12.0).squareRoot()) < 1e-12)
    let smallest = try #require(
      NoiseFloor.smallestDetectablePGR(student: floor, supervisor: floor, gap: -2))
    #expect(abs(smallest - 1.959964 * (10 / 12.0).squareRoot() / 2) < 1e-9)
    #expect(NoiseFloor.smallestDetectablePGR(student: floor, supervisor: floor, gap: 0) == nil)
  }
}
