/// One statement of a paper, or one that follows from its formulas, and what was measured.
package struct Claim: Codable, Sendable, Equatable {
  package enum Origin: String, Codable, Sendable {
    /// Printed in the paper, or computed once for its setup; made for the published parameters only.
    case published
    /// Follows from a formula for the parameters at hand.
    case derived
  }

  package enum Verdict: String, Codable, Sendable {
    case holds
    case fallsShort = "falls short"
    /// The direction is as stated; the size is not claimed.
    case trendOnly = "trend only"
  }

  package var study: String
  /// What is claimed, for example `loss ratio at M = 64`.
  package var name: String
  package var origin: Origin
  package var expected: Expected
  package var measured: Measured
  package var verdict: Verdict
  /// Paper and section.
  package var source: String

  package init(
    _ study: String, _ name: String, _ origin: Origin, _ expected: Expected,
    measured: Measured, source: String
  ) {
    self.study = study
    self.name = name
    self.origin = origin
    self.expected = expected
    self.measured = measured
    self.source = source
    verdict = expected.verdict(on: measured)
  }
}
