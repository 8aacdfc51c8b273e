import Foundation
import Kernels
import Testing

@testable import WeakToStrong

@Suite struct CrossedBootstrapTests {
  private func configuration(draws: Int, seed: Int = 0) -> StatisticsConfiguration {
    var configuration = StatisticsConfiguration()
    configuration.draws = draws
    configuration.seed = seed
    return configuration
  }

  @Test func drawsAsManyAsThereAre() {
    let bootstrap = CrossedBootstrap(examples: 500, configuration: configuration(draws: 100))
    for draw in 0..<20 {
      let weights = bootstrap.weights(draw: draw)
      #expect(weights.reduce(0, +) == 500)
      // 1/e of the examples are left out.
      #expect(abs(Double(weights.count { $0 == 0 }) / 500 - exp(-1)) < 0.08)
    }
    #expect(bootstrap.weights(draw: 3) != bootstrap.weights(draw: 4))
  }

  @Test func groupsStayTogether() {
    let groups = (0..<300).map { $0 % 7 == 0 ? 1000 + $0 : $0 / 3 }
    let bootstrap = CrossedBootstrap(
      examples: 300, groups: groups, configuration: configuration(draws: 100))
    #expect(bootstrap.unitCount == Set(groups).count)
    let weights = bootstrap.weights(draw: 5)
    for (a, group) in groups.enumerated() {
      for (b, other) in groups.enumerated() where group == other {
        #expect(weights[a] == weights[b])
      }
    }
  }

  /// The standard deviation of replicates of a mean is √(Σ(x − x̄)²)/n.
  @Test func spreadOfAMean() throws {
    var stream = RandomStream(seed: 4, "test")
    let scores = (0..<400).map { _ in stream.normal() }
    let bootstrap = CrossedBootstrap(examples: 400, configuration: configuration(draws: 20_000))
    let replicates = bootstrap.replicates(of: [.mean(scores: scores)])[0]
    let mean = scores.reduce(0) { $0 + Double($1) } / 400
    let wanted = (scores.reduce(0) { $0 + pow(Double($1) - mean, 2) }).squareRoot() / 400
    #expect(abs(deviation(replicates) / wanted - 1) < 0.02)
    #expect(abs(replicates.reduce(0, +) / 20_000 - mean) < 4 * wanted / 20_000.squareRoot())
  }

  /// Drawing one seed less than there are gives the unbiased s²/S for the variance of their mean.
  @Test(arguments: [[0.1, 0.4], [0.1, 0.2, 0.6], [1, 2, 4, 8, 16]])
  func spreadOfAMeanOverSeeds(scores: [Double]) throws {
    let bootstrap = CrossedBootstrap(examples: 10, configuration: configuration(draws: 40_000))
    let replicates = bootstrap.overSeeds(scores.map { [Double](repeating: $0, count: 40_000) })
    let wanted = try #require(NoiseFloor(scores: scores)).standardError
    #expect(abs(deviation(replicates) / wanted - 1) < 0.02)
  }

  @Test func oneSeedIsNotResampled() {
    let bootstrap = CrossedBootstrap(examples: 10, configuration: configuration(draws: 100))
    let values = (0..<100).map { Double($0) }
    #expect(bootstrap.overSeeds([values]) == values)
  }

  @Test func sameNumbersOnAnyNumberOfCores() {
    let predictions = random(count: 200, classes: 3, seed: 2)
    let statistics = Metric.allCases.compactMap { $0.statistic(predictions) }
    let bootstrap = CrossedBootstrap(examples: 200, configuration: configuration(draws: 300))
    let one = bootstrap.replicates(of: statistics)
    #expect(bootstrap.replicates(of: statistics, team: WorkerTeam(threads: 3)) == one)
    #expect(
      CrossedBootstrap(examples: 200, configuration: configuration(draws: 300, seed: 1))
        .replicates(of: statistics) != one)
  }

  @Test func quantilesOfKnownNumbers() {
    let sorted = [1.0, 2, 3, 4]
    #expect(Estimate.quantile(0, of: sorted) == 1)
    #expect(Estimate.quantile(1, of: sorted) == 4)
    #expect(Estimate.quantile(0.5, of: sorted) == 2.5)
    #expect(abs(Estimate.quantile(0.025, of: sorted) - 1.075) < 1e-12)  // numpy.quantile
    #expect(Estimate(value: .nan, replicates: sorted, confidence: 0.95) == nil)
    #expect(Estimate(value: 1, replicates: [.nan], confidence: 0.95) == nil)
    #expect(Estimate(value: 1, replicates: [.nan, 2], confidence: 0.95)?.high == 2)
  }
}

private func deviation(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
}
