import Configuration
import Training

/// p(x) = (1/M) Σ_m p_m(x): the mean of the members' probabilities.
package struct MeanLabels: LabelOperation {
  package init() {}

  package static let name = "mean"
  package static let summary = "the mean of the members' probabilities"
  package static let source = "Breiman 1996; Lakshminarayanan et al. 2017, section 2.4"
  package static var fields: [Field<Self>] { [] }

  package func labels(_ material: LabelMaterial) -> Targets {
    material.weightedMean { _, _ in 1 }
  }
}

extension LabelMaterial {
  /// Σ_m w_m p_m / Σ_m w_m for each example, in double precision and in the order of the members. Where
  /// nobody has any weight all count alike.
  /// - Parameter weight: of a member, from its row of probabilities.
  func weightedMean(_ weight: (_ member: Int, _ row: ArraySlice<Float>) -> Double) -> Targets {
    let columns = labels.columns
    var values: [Float] = []
    values.reserveCapacity(labels.values.count)
    for example in 0..<labels.count {
      let rows = inputs.map { $0.values[example * columns..<(example + 1) * columns] }
      var weights = rows.enumerated().map { weight($0.offset, $0.element) }
      if !weights.contains(where: { $0 > 0 }) { weights = weights.map { _ in 1 } }
      let total = weights.reduce(0, +)
      for column in 0..<columns {
        let sum = zip(rows, weights).reduce(0.0) {
          $0 + $1.1 * Double($1.0[$1.0.startIndex + column])
        }
        values.append(Float(sum / total))
      }
    }
    return Targets(labels.kind, values, columns: columns)
  }
}
