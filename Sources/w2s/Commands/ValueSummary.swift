import Experiments
import Foundation
import Storage

extension JSON {
  /// JSON has no infinity and no NaN; they become null.
  static func finite(_ value: Double) -> JSON {
    value.isFinite ? .number(value) : .null
  }
}

/// The values of an array in short: range and mean of numbers, the first of texts.
enum ValueSummary {
  case empty
  case numbers(least: Double, mean: Double, greatest: Double, notFinite: Int)
  case texts([String])

  init(_ values: ArrayValues) {
    switch values {
    case .float32(let values): self.init(values.lazy.map(Double.init))
    case .float64(let values): self.init(values.lazy)
    case .int32(let values): self.init(values.lazy.map(Double.init))
    case .int64(let values): self.init(values.lazy.map(Double.init))
    case .uint8(let values): self.init(values.lazy.map(Double.init))
    case .text(let values): self = values.isEmpty ? .empty : .texts(Array(values.prefix(3)))
    }
  }

  private init(_ values: some Sequence<Double>) {
    var (least, greatest, sum) = (Double.infinity, -Double.infinity, 0.0)
    var (count, notFinite) = (0, 0)
    for value in values {
      guard value.isFinite else {
        notFinite += 1
        continue
      }
      least = min(least, value)
      greatest = max(greatest, value)
      sum += value
      count += 1
    }
    guard count + notFinite > 0 else {
      self = .empty
      return
    }
    let mean = count == 0 ? Double.nan : sum / Double(count)
    self = .numbers(least: least, mean: mean, greatest: greatest, notFinite: notFinite)
  }

  var text: String {
    switch self {
    case .empty: return "empty"
    case .numbers(let least, let mean, let greatest, let notFinite):
      let warning = notFinite == 0 ? "" : ", \(notFinite) not finite"
      guard mean.isFinite else { return "all not finite" }
      return "\(short(least)) … \(short(greatest)), mean \(short(mean))" + warning
    case .texts(let texts):
      return texts.map { "\"\($0.prefix(24))\"" }.joined(separator: ", ")
    }
  }

  var json: JSON {
    switch self {
    case .empty: .null
    case .numbers(let least, let mean, let greatest, let notFinite):
      .object([
        "minimum": .finite(least), "mean": .finite(mean), "maximum": .finite(greatest),
        "notFinite": .integer(notFinite),
      ])
    case .texts(let texts): .object(["first": .list(texts.map(JSON.text))])
    }
  }

  /// Four digits are enough to see what a number is.
  private func short(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value))" }
    let digits = 3 - Int(log10(abs(value)).rounded(.down))
    guard (0...8).contains(digits) else { return String(format: "%.3e", value) }
    return String(format: "%.\(digits)f", value)
  }
}
