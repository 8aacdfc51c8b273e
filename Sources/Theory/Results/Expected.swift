/// What a measured value is held against.
package enum Expected: Sendable, Equatable {
  /// A value, and how far from it is near enough (absolute).
  case near(Double, within: Double)
  case atLeast(Double)
  case atMost(Double)
  case between(Double, Double)
  /// Only a direction, and whether it was seen; `reference` is the size that was published.
  case trend(reference: Double?, seen: Bool)

  /// Near to a value up to a part of it.
  package static func near(_ value: Double, percent: Double) -> Expected {
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

  /// The same in words, for a table.
  package var text: String {
    switch self {
    case .near(let value, let distance):
      distance > 0 ? "\(short(value)) ± \(short(distance))" : short(value)
    case .atLeast(let bound): "≥ \(short(bound))"
    case .atMost(let bound): "≤ \(short(bound))"
    case .between(let low, let high): "\(short(low)) – \(short(high))"
    case .trend(let reference, _): reference.map { "about " + short($0) } ?? "direction only"
    }
  }

  /// A claim holds if the measured value is accepted, or if the accepted values and the measured 95 %
  /// interval have a point in common.
  func verdict(on measured: Measured) -> Claim.Verdict {
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

/// Flat, for programs: `{"kind": "near", "value": 2.18, "tolerance": 0.218}`.
extension Expected: Codable {
  private enum Kind: String, Codable { case near, atLeast, atMost, between, trend }
  private enum Key: String, CodingKey { case kind, value, tolerance, low, high, seen }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func number(_ key: Key) throws -> Double { try container.decode(Double.self, forKey: key) }
    switch try container.decode(Kind.self, forKey: .kind) {
    case .near: self = .near(try number(.value), within: try number(.tolerance))
    case .atLeast: self = .atLeast(try number(.value))
    case .atMost: self = .atMost(try number(.value))
    case .between: self = .between(try number(.low), try number(.high))
    case .trend:
      self = .trend(
        reference: try container.decodeIfPresent(Double.self, forKey: .value),
        seen: try container.decode(Bool.self, forKey: .seen))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .near(let value, let distance):
      try container.encode(Kind.near, forKey: .kind)
      try container.encode(value, forKey: .value)
      try container.encode(distance, forKey: .tolerance)
    case .atLeast(let bound):
      try container.encode(Kind.atLeast, forKey: .kind)
      try container.encode(bound, forKey: .value)
    case .atMost(let bound):
      try container.encode(Kind.atMost, forKey: .kind)
      try container.encode(bound, forKey: .value)
    case .between(let low, let high):
      try container.encode(Kind.between, forKey: .kind)
      try container.encode(low, forKey: .low)
      try container.encode(high, forKey: .high)
    case .trend(let reference, let seen):
      try container.encode(Kind.trend, forKey: .kind)
      try container.encodeIfPresent(reference, forKey: .value)
      try container.encode(seen, forKey: .seen)
    }
  }
}
