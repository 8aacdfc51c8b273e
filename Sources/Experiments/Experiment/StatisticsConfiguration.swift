import Configuration

/// How uncertainty is measured.
package struct StatisticsConfiguration: Configurable {
  /// Draws of the bootstrap.
  package var draws = 2000
  /// A gap below this is too small for a PGR to mean anything (accuracy, or the share of the
  /// supervisor's loss).
  package var smallestGap = 0.01
  package var seed = 0

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field("draws", \.draws, "bootstrap draws", check: .within(100...1_000_000)),
      Field(
        "smallest-gap", \.smallestGap,
        "gap under which PGR is said to mean nothing (accuracy, or share of the supervisor's loss)",
        check: .within(0...1)),
      Field("seed", \.seed, "of the draws", check: .atLeast(0)),
    ]
  }
}
