import Configuration

/// How hard the examples of each split may be: `{supervisor: [null, 1500], test: [1500, null]}`. A split
/// that is not named takes all.
package struct RatingRanges: Configurable {
  package enum Unit: String, WordValue {
    /// As the source has it.
    case rating
    /// The percentage of the source's rows that are easier.
    case percent
  }

  package var unit = Unit.rating
  package var supervisor: RatingRange?
  package var transfer: RatingRange?
  package var validation: RatingRange?
  package var test: RatingRange?

  package init() {}

  package static var fields: [Field<RatingRanges>] {
    [
      Field(
        "unit", \.unit,
        "rating, as the source has it, or percent: of the source's rows, those that are easier"),
      Field("supervisor", \.supervisor, "from, and up to but without: [null, 1500]"),
      Field("transfer", \.transfer, "the same of transfer"),
      Field("validation", \.validation, "the same of validation"),
      Field("test", \.test, "the same of test"),
    ]
  }

  package subscript(split: Split) -> RatingRange? {
    switch split {
    case .supervisor: supervisor
    case .transfer: transfer
    case .validation: validation
    case .test: test
    }
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    if Split.allCases.allSatisfy({ self[$0] == nil }) {
      diagnostics.report(
        "no split has a range", at: node.mark, remedy: "give one, such as test: [1500, null]")
    }
  }

  /// For each row what ranges are compared with.
  func measures(_ ratings: [Double]) -> [Double] {
    guard unit == .percent else { return ratings }
    let sorted = ratings.sorted()
    var easier: [Double: Int] = [:]
    for (place, rating) in sorted.enumerated() where easier[rating] == nil {
      easier[rating] = place
    }
    return ratings.map { 100 * Double(easier[$0] ?? 0) / Double(ratings.count) }
  }

  /// The range of a split in words.
  func words(_ split: Split) -> String {
    let range = self[split]?.text ?? "any"
    return unit == .percent ? "the easiest \(range) percent" : "rating \(range)"
  }
}

/// `[from, to]`: a rating from `from` on and below `to`; null leaves an end open.
package struct RatingRange: ConfigurationValue, Codable, Equatable {
  package var from: Double?
  package var to: Double?

  package init(from: Double?, to: Double?) {
    self.from = from
    self.to = to
  }

  func contains(_ value: Double) -> Bool {
    from.map { value >= $0 } ?? true && to.map { value < $0 } ?? true
  }

  package static var schema: ValueSchema { .list(.optional(.number)) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> RatingRange? {
    guard case .sequence(let ends) = node.content, ends.count == 2 else {
      diagnostics.reportMismatch(
        node, wanted: "two ends", example: "[from, to], null for an open end: [null, 1500]")
      return nil
    }
    guard let from = Double?.decode(ends[0], &diagnostics),
      let to = Double?.decode(ends[1], &diagnostics)
    else { return nil }
    if let from, let to, from >= to {
      diagnostics.report(
        "the range \(node.text) is empty", at: node.mark, remedy: "write the lower end first")
      return nil
    }
    return RatingRange(from: from, to: to)
  }

  package var node: Node { [from, to].node }
}
