/// Whether a PGR means anything.
package enum Verdict: String, Codable, CaseIterable, Sendable {
  case ok
  /// The gap's interval reaches zero, or the gap is below the smallest that means something.
  case gapTooSmall = "gap too small"
  /// The ceiling scores less than the supervisor.
  case ceilingBelowSupervisor = "ceiling below supervisor"

  /// - Parameter smallestGap: in units of the gap.
  package init(gap: Estimate, smallestGap: Double) {
    if gap.value < 0 {
      self = .ceilingBelowSupervisor
    } else if gap.low <= 0 || gap.value < smallestGap || gap.value == 0 {
      self = .gapTooSmall
    } else {
      self = .ok
    }
  }
}
