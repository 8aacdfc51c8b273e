import Foundation
import Testing

@testable import WeakToStrong

@Suite struct AgreementTests {
  private func predictions(_ classes: [Int], truth: [Int], of count: Int = 3) -> Predictions {
    Predictions(
      probabilities: classes.flatMap { label in (0..<count).map { $0 == label ? 0.8 : 0.1 } },
      classes: count, truth: truth)
  }

  static let wanted: [(AgreementMeasure, Double)] = [
    (.agreement, 0.5), (.agreementRight, 0.75), (.agreementWrong, 0.25),
    (.errorInheritance, Double(1) / 3), (.correctionRate, 0.5), (.newErrorRate, 0.25),
    // Chance: (4·5 + 3·2 + 1·1)/64.
    (.kappa, (0.5 - 0.421875) / (1 - 0.421875)),
  ]

  /// Truth 0; the supervisor is right on four of eight; the student repeats one error, makes
  /// another wrong answer once, corrects two, and errs once where the supervisor is right.
  @Test(arguments: wanted)
  func computedByHand(measure: AgreementMeasure, wanted: Double) throws {
    let truth = [Int](repeating: 0, count: 8)
    let supervisor = predictions([0, 0, 0, 0, 1, 1, 1, 2], truth: truth)
    let student = predictions([0, 0, 0, 1, 1, 2, 0, 0], truth: truth)
    let value = try #require(measure.value(student: student, supervisor: supervisor))
    #expect(abs(value - wanted) < 1e-9)
  }

  @Test func undefinedWhereNothingCounts() {
    let right = predictions([0, 1], truth: [0, 1])
    #expect(AgreementMeasure.agreementWrong.value(student: right, supervisor: right) == nil)
    #expect(AgreementMeasure.errorInheritance.value(student: right, supervisor: right) == nil)
    #expect(AgreementMeasure.kappa.value(student: right, supervisor: right) == 1)
    let constant = predictions([0, 0], truth: [0, 1])
    #expect(AgreementMeasure.kappa.value(student: constant, supervisor: constant) == nil)
    let values = Predictions(values: [1], width: 1, targets: [1])
    #expect(AgreementMeasure.agreement.value(student: values, supervisor: values) == nil)
  }

  @Test func encodesUnderItsName() throws {
    let data = try JSONEncoder().encode([AgreementMeasure.agreementRight: 1])
    #expect(String(decoding: data, as: UTF8.self) == #"{"agreement-right":1}"#)
  }
}
