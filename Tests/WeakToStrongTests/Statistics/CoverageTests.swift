import Kernels
import Testing

@testable import WeakToStrong

/// How often a 95 % interval holds the truth, on simulated models. With 300 simulations a rate of
/// .95 is measured to ± .025 (two standard errors).
@Suite struct CoverageTests {
  private func coverage(
    simulations: Int, seeds: Int, seedDeviation: Double, truth: (Recovery) -> (Estimate?, Double),
    accuracies: (supervisor: Double, student: Double, ceiling: Double)
  ) throws -> Double {
    var configuration = StatisticsConfiguration()
    configuration.draws = 200
    var stream = RandomStream(seed: 11, "coverage/\(seeds)")
    var held = 0
    for _ in 0..<simulations {
      func models(_ accuracy: Double) -> [Predictions] {
        (0..<seeds).map { _ in
          RecoveryTests.simulated(
            accuracy + seedDeviation * stream.normalDouble(), count: 150, &stream)
        }
      }
      let trio = Trio(
        supervisor: models(accuracies.supervisor), student: models(accuracies.student),
        ceiling: models(accuracies.ceiling))
      let result = try #require(
        Recovery.estimate([trio], metric: .accuracy, configuration: configuration)[0])
      let (estimate, value) = truth(result)
      let interval = try #require(estimate)
      if interval.low <= value && value <= interval.high { held += 1 }
    }
    return Double(held) / Double(simulations)
  }

  @Test func pgrOverExamples() throws {
    let rate = try coverage(
      simulations: 300, seeds: 1, seedDeviation: 0, truth: { ($0.pgr, 0.4) },
      accuracies: (0.6, 0.7, 0.85))
    #expect((0.92...0.98).contains(rate), "\(rate)")
  }

  /// Here models err independently, which is the worst case for a crossed bootstrap: it counts what
  /// is peculiar to one example in one seed up to three times (Owen 2007), so intervals are wide.
  @Test(arguments: [(3, 0.93...0.995), (5, 0.93...0.995)])
  func gainOverExamplesAndSeeds(seeds: Int, band: ClosedRange<Double>) throws {
    let rate = try coverage(
      simulations: 300, seeds: seeds, seedDeviation: 0.03, truth: { ($0.gain, 0.1) },
      accuracies: (0.6, 0.7, 0.85))
    #expect(band.contains(rate), "\(rate)")
  }
}
