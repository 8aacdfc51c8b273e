/// A number with its uncertainty.
package struct Estimate: Sendable, Equatable, Codable {
  package var value: Double
  /// The interval's ends.
  package var low: Double
  package var high: Double

  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// A value and the percentile interval of its bootstrap replicates. Replicates that are not
  /// defined (not a number) are left out; nil without a value or without replicates.
  package init?(value: Double?, replicates: [Double], confidence: Double) {
    guard let value, value.isFinite else { return nil }
    let sorted = replicates.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    self.init(
      value: value, low: Self.quantile((1 - confidence) / 2, of: sorted),
      high: Self.quantile((1 + confidence) / 2, of: sorted))
  }

  /// Linear between order statistics (type 7 of Hyndman & Fan 1996).
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }
}
