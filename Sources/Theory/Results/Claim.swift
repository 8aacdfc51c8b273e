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
  package var expected: Expectation
  package var measured: Estimate
  package var verdict: Verdict
  /// Paper and section.
  package var source: String

  package init(
    _ study: String, _ name: String, _ origin: Origin, _ expected: Expectation,
    measured: Estimate, source: String
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

/// What a measured value is held against.
package enum Expectation: Codable, Sendable, Equatable {
  /// A value, and how far from it is near enough (absolute).
  case near(Double, within: Double)
  case atLeast(Double)
  case atMost(Double)
  case between(Double, Double)
  /// Only a direction, and whether it was seen; `reference` is the size that was published.
  case trend(reference: Double?, seen: Bool)

  /// Near to a value up to a part of it.
  package static func near(_ value: Double, percent: Double) -> Expectation {
    .near(value, within: abs(value) * percent / 100)
  }

  /// The published or derived value, for a column of a table.
  package var value: Double? {
    switch self {
    case .near(let value, _): value
    case .atLeast(let bound), .atMost(let bound): bound
    case .between: nil
    case .trend(let reference, _): reference
    }
  }

  /// A claim holds if the measured value is accepted, or if the accepted values and the measured 95 %
  /// interval have a point in common.
  func verdict(on measured: Estimate) -> Claim.Verdict {
    let accepted: ClosedRange<Double>
    switch self {
    case .near(let value, let distance): accepted = value - distance...value + distance
    case .atLeast(let bound): accepted = bound...Double.infinity
    case .atMost(let bound): accepted = -Double.infinity...bound
    case .between(let low, let high): accepted = low...high
    case .trend(_, let seen): return seen ? .trendOnly : .fallsShort
    }
    guard measured.value.isFinite else { return .fallsShort }
    return measured.high >= accepted.lowerBound && measured.low <= accepted.upperBound
      ? .holds : .fallsShort
  }
}
