/// What a training set says about its examples: a matrix with one row per example.
package struct Targets: Sendable, Equatable {
  package enum Kind: String, Sendable, Codable, Equatable {
    /// Rows are distributions over classes: one-hot for ground truth, soft for weak labels.
    case probabilities
    /// Rows are real values to regress on.
    case values
  }

  package let kind: Kind
  /// Row-major, `[count, columns]`.
  package let values: [Float]
  /// Classes, or real values per example.
  package let columns: Int

  package init(_ kind: Kind, _ values: [Float], columns: Int) {
    precondition(columns > 0 && values.count.isMultiple(of: columns), "targets need whole rows")
    self.kind = kind
    self.values = values
    self.columns = columns
  }

  /// Soft labels, `[n, classes]` row-major.
  package static func probabilities(_ values: [Float], classes: Int) -> Targets {
    Targets(.probabilities, values, columns: classes)
  }

  /// Real values, `[n, outputs]` row-major.
  package static func values(_ values: [Float], outputs: Int) -> Targets {
    Targets(.values, values, columns: outputs)
  }

  /// One-hot rows of class numbers.
  package static func classes(_ labels: [Int], of classes: Int) -> Targets {
    var values = [Float](repeating: 0, count: labels.count * classes)
    for (row, label) in labels.enumerated() {
      precondition(0 <= label && label < classes, "label \(label) of \(classes) classes")
      values[row * classes + label] = 1
    }
    return .probabilities(values, classes: classes)
  }

  package var count: Int { values.count / columns }

  /// The chosen rows in the given order.
  package func gather(_ rows: some Collection<Int>) -> [Float] {
    var gathered: [Float] = []
    gathered.reserveCapacity(rows.count * columns)
    for row in rows { gathered += values[row * columns..<(row + 1) * columns] }
    return gathered
  }

  /// The most probable class of each row; the lowest of equals.
  package var hardened: [Int] {
    (0..<count).map { row in
      indexOfMaximum(values[row * columns..<(row + 1) * columns])
    }
  }
}

/// The position of the greatest value, counted from the start; the first of equals. A NaN never wins.
package func indexOfMaximum(_ values: some Collection<Float>) -> Int {
  var best = 0
  var greatest = -Float.infinity
  for (position, value) in values.enumerated() where value > greatest {
    (best, greatest) = (position, value)
  }
  return best
}
