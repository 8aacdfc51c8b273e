import Configuration

/// How uncertainty is computed, and when a gap means something.
package struct StatisticsConfiguration: Configurable {
  /// Bootstrap draws.
  package var draws = 2000
  /// The share of resamples that an interval holds.
  package var confidence = 0.95
  /// Gaps below this are too small to divide by: in points of a score between 0 and 1 (accuracy,
  /// AUROC), for a loss as a share of the supervisor's loss.
  package var smallestGap = 0.01
  /// Of the random draws.
  package var seed = 0

  package init() {}

  package static let fields: [Field<StatisticsConfiguration>] = [
    Field("draws", \.draws, "bootstrap draws", check: .within(100...1_000_000)),
    Field(
      "confidence", \.confidence, "the share of draws that an interval holds",
      check: .within(0.5...0.999)),
    Field(
      "gap", \.smallestGap,
      "the smallest gap that means something: points of a score, or a share of the supervisor's loss",
      check: .within(0...1)),
    Field("seed", \.seed, "of the random draws", check: .atLeast(0)),
  ]
}
