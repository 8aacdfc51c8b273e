import Configuration

/// How the labels of several supervisors become those of one: what an ensemble's key `combine` can name.
package enum LabelCombinations: VariantRegistry {
  package typealias Value = any LabelOperation
  package static let noun = "way to combine labels"
  package static let all: [any LabelOperation.Type] = [
    MeanLabels.self, ConfidenceWeightedLabels.self,
  ]
  package static var variants: [any NamedConfigurable.Type] { all }
}

package typealias LabelCombinationChoice = Choice<LabelCombinations>

extension LabelCombinationChoice {
  package var operation: any LabelOperation { value }
}
