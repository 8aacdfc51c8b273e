import Configuration
import Training

/// Which examples a simulated supervisor gets wrong.
package enum SimulatedErrors: String, CaseIterable, WordValue {
  /// Drawn at random; of more errors fewer are a part.
  case random
  /// Those with the longest inputs.
  case longest
  /// Those with the shortest inputs.
  case shortest
  /// Those of which the student's ceiling is least confident: errors that look natural.
  case leastConfident = "least-confident"
  /// Those that the student's ceiling gets right most confidently: errors that nobody would make.
  case mostConfident = "most-confident"

  /// Whether it looks at what the student's ceiling says.
  package var looksAtCeiling: Bool { self == .leastConfident || self == .mostConfident }

  /// Whether it looks at the lengths of texts.
  package var looksAtLengths: Bool { self == .longest || self == .shortest }

  /// The examples, those first that are wrong first. Of equals the earlier ones.
  /// - Parameter ceiling: what the student's ceiling says, if that is looked at.
  func order(_ material: LabelMaterial, truth: [Int], ceiling: Targets?) throws -> [Int] {
    switch self {
    case .random:
      var stream = material.stream("simulated/rows")
      return stream.permutation(material.count)
    case .longest, .shortest:
      guard let lengths = material.lengths else {
        throw TrainingError.unsuitableData(
          set: material.split.rawValue, problem: "examples are features and have no length",
          remedy: "choose other errors than \(rawValue)")
      }
      let sign = self == .longest ? -1 : 1
      return lengths.indices.sorted { (sign * lengths[$0], $0) < (sign * lengths[$1], $1) }
    case .leastConfident, .mostConfident:
      guard let ceiling else { preconditionFailure("errors \(rawValue) look at the ceiling") }
      let predicted = ceiling.hardened
      func probability(_ label: Int, of row: Int) -> Float {
        ceiling.values[row * ceiling.columns + label]
      }
      let confidence = predicted.enumerated().map { probability($1, of: $0) }
      if self == .leastConfident {
        return confidence.indices.sorted { (confidence[$0], $0) < (confidence[$1], $1) }
      }
      // Those that the ceiling gets wrong come last, the most confident errors at the very end.
      let keys = truth.indices.map { row in
        predicted[row] == truth[row] ? (0, -confidence[row], row) : (1, confidence[row], row)
      }
      return keys.sorted { $0 < $1 }.map(\.2)
    }
  }
}
