/// A task as data: four disjoint splits, what their rows hold, and what was done to get them.
package struct MaterializedTask: Sendable, Equatable {
  package var kind: TaskKind
  /// Names of the classes, class 0 first; empty if the targets are real.
  package var classes: [String]
  package var supervisor: Examples
  package var transfer: Examples
  package var validation: Examples
  package var test: Examples
  /// Counts before and after, and what was left out and why; one line each.
  package var notes: [String]

  package subscript(split: Split) -> Examples {
    switch split {
    case .supervisor: supervisor
    case .transfer: transfer
    case .validation: validation
    case .test: test
    }
  }
}

/// The examples of one split.
package struct Examples: Sendable, Equatable {
  package enum Inputs: Sendable, Equatable {
    case texts([String])
    /// Two texts of each example, which the model compares: both of the first, both of the second, ….
    case pairs([String])
    /// [rows, columns], row after row.
    case features(values: [Float], columns: Int)
  }

  package enum Targets: Sendable, Equatable {
    /// Index of the class of each row.
    case classes([Int32])
    /// [rows, columns], row after row.
    case real(values: [Float], columns: Int)
    /// Texts to be read, with nothing asked about them.
    case unlabelled
  }

  package var inputs: Inputs
  package var targets: Targets
  /// 1-based number of each example's row in its file (or in the generated split).
  package var rows: [Int]
  /// Number of each example's group; groups of one task have different numbers in different splits.
  package var groups: [Int]
  /// How hard each example is, where the source says so: a puzzle's Elo.
  package var ratings: [Double]?

  package var count: Int { rows.count }

  /// All texts, of pairs two for each example; empty for features.
  package var texts: [String] {
    switch inputs {
    case .texts(let texts), .pairs(let texts): texts
    case .features: []
    }
  }

  /// How many texts an example has.
  package var textsPerExample: Int {
    switch inputs {
    case .texts: 1
    case .pairs: 2
    case .features: 0
    }
  }

  /// Empty where targets are not classes.
  package var labels: [Int32] {
    if case .classes(let labels) = targets { return labels }
    return []
  }
}
