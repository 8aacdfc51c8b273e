import Foundation

/// How numbers become places on an axis.
package enum Scale: String, Sendable, Equatable {
  case linear
  /// Base 10; numbers that are not positive have no place.
  case logarithmic

  func transform(_ value: Double) -> Double? {
    switch self {
    case .linear: value.isFinite ? value : nil
    case .logarithmic: value.isFinite && value > 0 ? log10(value) : nil
    }
  }

  func inverse(_ position: Double) -> Double {
    switch self {
    case .linear: position
    case .logarithmic: pow(10, position)
    }
  }

  /// A range that holds `values` with some air around them, in transformed units: never empty,
  /// whatever the values.
  func range(of values: [Double], padding: Double = 0.06) -> ClosedRange<Double> {
    let places = values.compactMap(transform)
    guard let low = places.min(), let high = places.max() else { return 0...1 }
    let span = high - low
    let magnitude = max(abs(low), abs(high))
    if span <= magnitude * 1e-9 || span == 0 {
      let air = self == .logarithmic ? 0.3 : max(magnitude * 0.1, magnitude == 0 ? 0.5 : 0)
      return (low - air)...(high + air)
    }
    return (low - padding * span)...(high + padding * span)
  }
}

/// A place on an axis that bears a label; an empty label draws a small tick.
package struct Tick: Sendable, Equatable {
  package var value: Double
  package var label: String

  package init(_ value: Double, _ label: String) {
    self.value = value
    self.label = label
  }
}

/// Ticks at round numbers inside `range` (in transformed units of `scale`), about `count` of them.
package func niceTicks(in range: ClosedRange<Double>, scale: Scale, count: Int = 5) -> [Tick] {
  switch scale {
  case .linear: linearTicks(in: range, count: count)
  case .logarithmic: logarithmicTicks(in: range, count: count)
  }
}

/// Multiples of 1, 2 or 5 times a power of ten.
private func linearTicks(in range: ClosedRange<Double>, count: Int) -> [Tick] {
  let span = range.upperBound - range.lowerBound
  guard span > 0, span.isFinite else {
    return [Tick(range.lowerBound, axisNumber(range.lowerBound, decimals: 2))]
  }
  let power = Int(log10(span / Double(count)).rounded(.down))
  let candidates = [power, power + 1].flatMap { exponent in
    [1, 2, 5].map { (factor: $0, exponent: exponent) }
  }
  let ideal = span / Double(count)
  let best =
    candidates.min { left, right in
      abs(log(Double(left.factor) * pow(10, Double(left.exponent)) / ideal))
        < abs(log(Double(right.factor) * pow(10, Double(right.exponent)) / ideal))
    } ?? (factor: 1, exponent: power)
  let step = Double(best.factor) * pow(10, Double(best.exponent))
  let first = (range.lowerBound / step - 1e-9).rounded(.up)
  let last = (range.upperBound / step + 1e-9).rounded(.down)
  guard first <= last, last - first < 100 else { return [] }
  return (0...Int(last - first)).map { index in
    let multiple = first + Double(index)
    // Divided rather than multiplied by a power below one, so that 3 × 0.1 is 0.3.
    let value =
      best.exponent < 0
      ? multiple * Double(best.factor) / pow(10, Double(-best.exponent)) : multiple * step
    return Tick(value, axisNumber(value, decimals: max(0, -best.exponent)))
  }
}

/// Powers of ten over two decades and more (every second, third … where they would crowd); 1, 2 and
/// 5 times them over less; round multiples over half a decade and less.
private func logarithmicTicks(in range: ClosedRange<Double>, count: Int) -> [Tick] {
  let span = range.upperBound - range.lowerBound
  if span < 0.5 {
    let numbers = pow(10, range.lowerBound)...pow(10, range.upperBound)
    return linearTicks(in: numbers, count: max(3, count - 1)).filter { $0.value > 0 }
  }
  let factors = span < 2 ? [1, 2, 5] : [1]
  let stride = max(1, Int((span / Double(count + 2)).rounded(.up)))
  var ticks: [Tick] = []
  let decades = Int(range.lowerBound.rounded(.down))...Int(range.upperBound.rounded(.up))
  for exponent in decades {
    for factor in 1...9 {
      let value = Double(factor) * pow(10, Double(exponent))
      guard range.contains(log10(value)) || nearEnd(log10(value), range) else { continue }
      let isMajor = factors.contains(factor) && exponent.isMultiple(of: stride)
      ticks.append(Tick(value, isMajor ? axisNumber(value, decimals: max(0, -exponent)) : ""))
    }
  }
  return ticks
}

private func nearEnd(_ position: Double, _ range: ClosedRange<Double>) -> Bool {
  abs(position - range.lowerBound) < 1e-9 || abs(position - range.upperBound) < 1e-9
}
