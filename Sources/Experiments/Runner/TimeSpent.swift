import Storage

/// What a stage cost.
package struct TimeSpent: Codable, Equatable, Sendable {
  /// On the clock.
  package var seconds: Double
  /// The same times the cores that it had.
  package var coreSeconds: Double

  package init(seconds: Double = 0, coreSeconds: Double = 0) {
    self.seconds = seconds
    self.coreSeconds = coreSeconds
  }

  static func + (left: Self, right: Self) -> Self {
    Self(
      seconds: left.seconds + right.seconds, coreSeconds: left.coreSeconds + right.coreSeconds)
  }
}
