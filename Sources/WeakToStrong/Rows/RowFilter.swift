import Configuration
import Training

/// Chooses the examples of a split that are learned from.
package protocol RowFilter: NamedConfigurable {
  /// Numbers of the examples, from 0; an example may come more than once.
  func rows(_ material: LabelMaterial) throws -> [Int]

  /// Whose hidden states it compares examples by; nil where it compares none.
  var examplesBy: Likeness? { get }

  /// Whether it looks at the ground truth.
  var isOracle: Bool { get }

  /// Reports what does not fit the task.
  func check(_ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics)
}

extension RowFilter {
  package var examplesBy: Likeness? { nil }
  package var isOracle: Bool { false }
  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {}
}

/// Every filter that a method's key `filter` can name, and what an ensemble uses.
package enum RowFilters: VariantRegistry {
  package typealias Value = any RowFilter
  package static let noun = "filter"
  package static let all: [any RowFilter.Type] = [
    ConfidentRows.self, ConfidenceBandRows.self, NeighbourRows.self, BootstrapRows.self,
    OracleRows.self,
  ]
  package static var variants: [any NamedConfigurable.Type] { all }
}

package typealias RowFilterChoice = Choice<RowFilters>

extension RowFilterChoice {
  package var filter: any RowFilter { value }
}
