import Configuration

/// Which checkpoint of a training counts. All that are asked for come from one run.
package enum Selection: String, CaseIterable, WordValue, Hashable {
  /// The last weights.
  case final
  /// The evaluation point that agrees best with the weak labels of the validation set.
  case weakValidation = "weak-validation"
  /// The evaluation point with the best ground-truth score on the validation set. An oracle: no one
  /// who has only weak labels could choose it.
  case groundTruthValidation = "ground-truth-validation"

  package var isOracle: Bool { self == .groundTruthValidation }
}

/// One selection or a list of them.
package struct Selections: ConfigurationValue, Codable, Equatable {
  package var values: [Selection]

  package init(_ values: [Selection]) { self.values = values }

  package static var schema: ValueSchema { .anyOf([Selection.schema, [Selection].schema]) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    guard case .sequence = node.content else {
      return Selection.decode(node, &diagnostics).map { Self([$0]) }
    }
    guard let values = [Selection].decode(node, &diagnostics) else { return nil }
    guard !values.isEmpty, Set(values).count == values.count else {
      diagnostics.report(
        "selection is \(values.text)", at: node.mark, remedy: "name each selection once")
      return nil
    }
    return Self(values)
  }

  package var node: Node { values.count == 1 ? values[0].node : values.node }
}
