import Configuration
import Foundation
import Training

/// p(x) = Σ_m w_m(x) p_m(x) / Σ_m w_m(x), where a member weighs more on examples of which it is
/// confident: w = 1 − H(p) / log K (entropy), or w = max_k p_k (maximum).
package struct ConfidenceWeightedLabels: LabelOperation {
  package enum Measure: String, CaseIterable, WordValue {
    case entropy, maximum
  }

  package var measure = Measure.entropy

  package init() {}

  package static let name = "confidence"
  package static let summary = "a mean in which each member counts by its confidence in the example"
  package static let source = "Jimenez 1998 (dynamically weighted ensembles: weight is certainty)"
  package static var fields: [Field<Self>] {
    [
      Field(
        "measure", \.measure,
        "confidence as 1 − entropy / log K (entropy) or as the greatest probability (maximum)")
    ]
  }

  package func labels(_ material: LabelMaterial) -> Targets {
    material.weightedMean { _, row in
      switch measure {
      case .maximum: return Double(row.max() ?? 0)
      case .entropy:
        let entropy = row.reduce(0.0) { $1 > 0 ? $0 - Double($1) * log(Double($1)) : $0 }
        return max(0, 1 - entropy / log(Double(row.count)))
      }
    }
  }
}
