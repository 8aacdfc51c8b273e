import Kernels
import Testing

@testable import WeakToStrong

@Suite struct NoiseFloorTests {
  @Test func ofScores() throws {
    #expect(NoiseFloor(scores: [1]) == nil)
    let floor = try #require(NoiseFloor(scores: [1, 2, 3, 4]))
    #expect(abs(floor.standardDeviation - (5 / 3.0).squareRoot()) < 1e-12)
    #expect(abs(floor.standardError - (5 / 12.0).squareRoot()) < 1e-12)
    #expect(floor.seeds == 4)
  }

  @Test func smallestPGR() throws {
    // s = √(5/3), t(3) = 3.182446.
    let smallest = try #require(
      NoiseFloor.smallestDetectablePGR(gains: [1, 2, 3, 4], gap: -2))
    let expected = 3.182446 * (5 / 12.0).squareRoot() / 2
    #expect(abs(smallest - expected) < 1e-6)
    #expect(NoiseFloor.smallestDetectablePGR(gains: [1, 2], gap: 0) == nil)
    #expect(NoiseFloor.smallestDetectablePGR(gains: [1], gap: 1) == nil)
    // What student and supervisor have in common does not count.
    let paired = NoiseFloor.smallestDetectablePGR(gains: [0.25, 0.25, 0.25], gap: 1)
    #expect(paired == 0)
  }

  /// Where student and supervisor are alike but for their seeds, one PGR in twenty lies beyond the
  /// limit, however few the seeds are.
  @Test(arguments: [2, 3, 10]) func isCalibrated(seeds: Int) throws {
    var stream = RandomStream(seed: UInt64(seeds), "noise")
    let runs = 4000
    var beyond = 0
    for _ in 0..<runs {
      let gains = (0..<seeds).map { _ -> Double in
        (0..<12).reduce(-6) { sum, _ in sum + stream.uniformDouble() }
      }
      let gap = 7.0
      let limit = try #require(NoiseFloor.smallestDetectablePGR(gains: gains, gap: gap))
      let pgr = gains.reduce(0, +) / Double(seeds) / gap
      if abs(pgr) > limit { beyond += 1 }
    }
    // Three standard deviations of a share of 4000, and what a sum of twelve differs from a Gaussian.
    let share = Double(beyond) / Double(runs)
    let tolerance = 0.0135
    #expect(abs(share - 0.05) < tolerance)
  }

  /// Values of printed tables (Abramowitz & Stegun, table 26.10), two-sided.
  @Test(arguments: [
    (1, 0.95, 12.706), (2, 0.95, 4.303), (3, 0.95, 3.182), (4, 0.95, 2.776), (5, 0.95, 2.571),
    (9, 0.95, 2.262), (10, 0.95, 2.228), (30, 0.95, 2.042), (120, 0.95, 1.980), (1, 0.99, 63.657),
    (2, 0.99, 9.925), (5, 0.99, 4.032), (7, 0.9, 1.895), (6, 0.5, 0.718),
  ]) func studentsT(degrees: Int, confidence: Double, value: Double) {
    let found = StudentT.critical(confidence: confidence, degreesOfFreedom: degrees)
    #expect(abs(found - value) < 0.0006)
  }
}
