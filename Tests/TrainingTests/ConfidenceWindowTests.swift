import Configuration
import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ConfidenceWindowTests {
  private func window(_ owner: ConfidenceWindow.Owner, _ low: Double, _ high: Double)
    -> ConfidenceWindow
  {
    var loss = ConfidenceWindow()
    (loss.owner, loss.low, loss.high) = (owner, low, high)
    return loss
  }

  /// The second student is sure (p = 0.73 ≥ 0.65), so only the first counts, over both.
  @Test func rowsOutsideCostNothing() {
    let found = evaluate(
      window(.student, 0, 0.65), logits: [0, 0, 1, 0], targets: [1, 0, 0, 1], columns: 2,
      fraction: 0)
    #expect(abs(found.value - log(Float(2)) / 2) < 1e-6)
    #expect(found.gradient == [-0.25, 0.25, 0, 0])
  }

  /// The price of the rule: where the student is sure and wrong, nothing corrects it.
  @Test func aSureErrorStays() {
    let found = evaluate(
      window(.student, 0, 0.65), logits: [5, 0], targets: [0, 1], columns: 2, fraction: 0)
    #expect(found.value == 0)
    #expect(found.gradient == [0, 0])
  }

  /// The rows are those that the unmoved logits choose.
  @Test(arguments: [(0.0, 0.65), (0.4, 0.8), (0.7, 1.0)], ConfidenceWindow.Owner.allCases)
  func agreesWithItsFormula(limits: (low: Double, high: Double), owner: ConfidenceWindow.Owner) {
    expectAgreesByRow(window(owner, limits.low, limits.high)) { moved, unmoved, label in
      let confidence = (owner == .student ? unmoved.map { exp($0) } : label).max() ?? 0
      let kept = confidence >= limits.low && confidence < limits.high
      return kept ? -dot(label, moved) : 0
    }
  }

  @Test(arguments: ConfidenceWindow.Owner.allCases)
  func isCrossEntropyToTheBitWithoutLimits(owner: ConfidenceWindow.Owner) {
    expectSame(window(owner, 0, 1), as: CrossEntropy())
  }

  @Test func theLowerLimitCountsAndTheUpperDoesNot() {
    func value(_ low: Double, _ high: Double) -> Float {
      evaluate(
        window(.supervisor, low, high), logits: [0, 0], targets: [0.75, 0.25], columns: 2,
        fraction: 0
      ).value
    }
    #expect(value(0.75, 0.8) > 0)
    #expect(value(0.5, 0.75) == 0)
    #expect(value(0.5, 1) > 0)
  }

  @Test func refusesAnEmptyWindow() throws {
    let error = #expect(throws: ConfigurationError.self) {
      try decode(ConfidenceWindow.self, mapping(["low": "0.8", "high": "0.7"]))
    }
    #expect(error?.problems.map(\.what) == ["the window from 0.8 to 0.7 is empty"])
    let loss = try decode(
      ConfidenceWindow.self, mapping(["of": "supervisor", "low": "0.8", "high": "1"]))
    #expect(loss == window(.supervisor, 0.8, 1))
  }
}
