import Foundation
import Reporting
import Testing

@testable import Theory

@Suite struct ClaimTests {
  private func verdict(_ expected: Expected, _ low: Double, _ value: Double, _ high: Double)
    -> Claim.Verdict
  {
    expected.verdict(on: Measured(value, low: low, high: high, count: 5))
  }

  @Test func aClaimHoldsWhereAcceptedValuesMeetTheInterval() {
    #expect(verdict(.near(1, within: 0.1), 1.08, 1.2, 1.3) == .holds)
    #expect(verdict(.near(1, within: 0.1), 1.12, 1.2, 1.3) == .fallsShort)
    #expect(verdict(.near(1, percent: 30), 1.2, 1.2, 1.2) == .holds)
    #expect(verdict(.atLeast(2), 1, 1.5, 1.9) == .fallsShort)
    #expect(verdict(.atMost(2), 1, 1.5, 1.9) == .holds)
    #expect(verdict(.between(1, 2), 2.1, 2.2, 2.3) == .fallsShort)
    #expect(verdict(.near(1, within: 1), .nan, .nan, .nan) == .fallsShort)
    #expect(verdict(.trend(reference: 1, seen: true), 5, 5, 5) == .trendOnly)
    #expect(verdict(.trend(reference: 1, seen: false), 5, 5, 5) == .fallsShort)
  }

  @Test(arguments: [
    Expected.near(2, within: 0.5), .atLeast(1), .atMost(3), .between(1, 2),
    .trend(reference: nil, seen: true), .trend(reference: 0.6, seen: false),
  ]) func claimsSurviveJSON(expected: Expected) throws {
    let claim = Claim(
      "ridge", "x", .derived, expected, measured: .exact(1), source: "someone, section 1")
    let data = try JSONEncoder().encode(claim)
    #expect(try JSONDecoder().decode(Claim.self, from: data) == claim)
  }

  @Test func rowsSurviveCSV() throws {
    let row = StudyRow(
      "ridge", "simulation", "ridge", at: 0.1, "error",
      Measured(0.30000000000000004, low: 0.2, high: 0.4, count: 7))
    let text = StudyRow.csv([row])
    #expect(text.hasPrefix("study,series,variable,at,metric,value,ci_low,ci_high,n\n"))
    #expect(try StudyRow.rows(csv: text, file: "x.csv") == [row])
  }

  @Test(arguments: [(1, 12.7062), (2, 4.3027), (5, 2.5706), (10, 2.2281), (100, 1.9840)])
  func studentQuantiles(degrees: Int, quantile: Double) {
    #expect(abs(studentQuantile975(degrees: degrees) - quantile) < 2e-3)
  }

  /// Nineteen of twenty intervals hold the truth, nearly.
  @Test func intervalsCover() {
    var covered = 0
    for trial in 0..<400 {
      var stream = RandomDraws(seed: trial)
      let draws = (0..<12).map { _ in stream.next() }
      let interval = Measured.mean(draws)
      if interval.low <= 0, interval.high >= 0 { covered += 1 }
    }
    #expect((365...396).contains(covered))
  }

  @Test func powerLawsAreFound() {
    let x = [1.0, 2, 5, 9]
    let fit = LineFit.powerLaw(x, x.map { 3 * pow($0, 1.7) })
    #expect(abs(fit.slope - 1.7) < 1e-12)
    #expect(abs(exp(fit.intercept) - 3) < 1e-12)
    #expect(abs(fit.correlation - 1) < 1e-12)
  }

  @Test func minimaAreFound() {
    let minimum = Minimum.search(from: 0.01, to: 100) { pow(log($0) - 1, 2) + 2 }
    #expect(abs(minimum.argument - exp(1)) < 1e-5)
    #expect(abs(minimum.value - 2) < 1e-10)
  }

  @Test(arguments: [(0.123456, "0.123"), (12.34, "12.3"), (0, "0.0"), (1234.5, "1235")])
  func labelsHaveThreeDigits(value: Double, text: String) {
    #expect(short(value) == text)
  }
}
