import Configuration
import Foundation
import Training

/// p̃_k = p_k^(1/T) / Σ_j p_j^(1/T): below T = 1 surer, above less sure; the most probable class stays.
package struct SharpenedLabels: LabelOperation {
  package var temperature = 0.5

  package init() {}

  package static let name = "sharpen"
  package static let summary = "weak labels made surer, or less sure, by a temperature"
  package static let source = "Berthelot et al. 2019, equation 7"
  package static var fields: [Field<Self>] {
    [Field("temperature", \.temperature, "T; 1 changes nothing", check: .above(0))]
  }

  package func labels(_ material: LabelMaterial) -> Targets {
    let (labels, columns) = (material.labels, material.labels.columns)
    guard temperature != 1 else { return labels }
    var values: [Float] = []
    values.reserveCapacity(labels.values.count)
    for row in 0..<labels.count {
      let logs = labels.values[row * columns..<(row + 1) * columns].map { log(Double($0)) }
      let greatest = logs.max() ?? 0
      let powers = logs.map { exp(($0 - greatest) / temperature) }
      let sum = powers.reduce(0, +)
      values += powers.map { Float($0 / sum) }
    }
    return Targets(labels.kind, values, columns: columns)
  }
}
