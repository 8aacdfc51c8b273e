import Foundation

/// How a measure is written for people. Minus signs are real ones (U+2212), the zero before a
/// decimal point is left out, and no locale plays a part.
package enum NumberStyle: String, Codable, Sendable, Equatable {
  /// Three decimals: accuracies, shares, PGR.
  case share
  /// Three significant digits: losses and everything without a natural scale.
  case significant

  package func text(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    return text(value, like: value)
  }

  /// `.742 [.701, .781]`; the ends have the decimals of the value.
  package func text(_ estimate: Estimate) -> String {
    guard let interval = interval(estimate) else { return text(estimate.value) }
    return "\(text(estimate.value)) \(interval)"
  }

  /// `[.701, .781]`, `nil` if the estimate has none.
  package func interval(_ estimate: Estimate) -> String? {
    guard let value = finite(estimate.value), let low = finite(estimate.low),
      let high = finite(estimate.high)
    else { return nil }
    return "[\(text(low, like: value)), \(text(high, like: value))]"
  }

  /// A difference, with its sign.
  package func signed(_ value: Double?) -> String {
    let text = text(value)
    return (value ?? 0) > 0 && text != "–" ? "+" + text : text
  }

  private func text(_ value: Double, like model: Double) -> String {
    let size = abs(model)
    switch self {
    case .share: return fixed(value, decimals: 3)
    case .significant:
      if size != 0, size < 1e-4 || size >= 1e7 {
        let exponent = Int(log10(size).rounded(.down))
        return fixed(value / pow(10, Double(exponent)), decimals: 2) + "e"
          + (exponent < 0 ? "−" : "") + String(abs(exponent))
      }
      let digits = size == 0 ? 0 : Int(log10(size).rounded(.down))
      return fixed(value, decimals: min(7, max(0, 2 - digits)))
    }
  }

  private func fixed(_ value: Double, decimals: Int) -> String {
    let plain = String(format: "%.\(decimals)f", abs(value))
    let isZero = !plain.contains { $0 != "0" && $0 != "." }
    let short = plain.hasPrefix("0.") ? String(plain.dropFirst()) : plain
    return (value < 0 && !isZero ? "−" : "") + short
  }
}

/// The label of a tick: `0.25`, `−2`, `50 000`; powers of ten beyond 10⁵ and below 10⁻³ as such.
func axisNumber(_ value: Double, decimals: Int) -> String {
  guard value != 0 else { return "0" }
  let size = abs(value)
  let sign = value < 0 ? "−" : ""
  if size >= 1e5 || size < 1e-3 {
    let exponent = Int((log10(size) + 1e-9).rounded(.down))
    let factor = size / pow(10, Double(exponent))
    let power = "10" + superscript(exponent)
    if abs(factor - 1) < 1e-6 { return sign + power }
    let digits = String(format: "%.3f", factor)
    let short = digits.replacing(/\.?0+$/, with: "")
    return "\(sign)\(short)·\(power)"
  }
  return sign + String(format: "%.\(decimals)f", size)
}

/// `10.9M`, `4.2k`: a number of parameters in three digits.
package func countText(_ count: Int) -> String {
  for (unit, size) in [("T", 1e12), ("B", 1e9), ("M", 1e6), ("k", 1e3)] {
    let scaled = Double(count) / size
    guard scaled >= 0.9995 else { continue }
    let decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0
    let text = String(format: "%.\(decimals)f", scaled)
    return (decimals > 0 ? text.replacing(/\.?0+$/, with: "") : text) + unit
  }
  return String(count)
}

func superscript(_ value: Int) -> String {
  let digits: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
    "8": "⁸", "9": "⁹",
  ]
  return String(String(value).map { digits[$0] ?? $0 })
}
