import Configuration
import Training

/// p̃(x) = (1/k) Σ p(xⱼ) over the k examples most alike to x: errors that are not those of a whole
/// neighbourhood are outvoted.
package struct NeighbourLabels: LabelOperation {
  package var neighbourhood = Neighbourhood()
  package var includeSelf = false

  package init() {}

  package static let name = "neighbours"
  package static let summary = "the mean of the weak labels of the examples most alike"
  package static let source =
    "EleutherAI/w2s, knn.py (knn_average); Lang et al. 2024 (pseudo-label correction)"
  package static var fields: [Field<Self>] {
    Neighbourhood.fields.map { $0.lifted(to: \Self.neighbourhood) } + [
      Field("include-self", \.includeSelf, "count the example's own weak label as one of the k")
    ]
  }

  package var examplesBy: Likeness? { neighbourhood.by }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireSharedClasses("relabel \(Self.name)", at: node, &diagnostics)
    neighbourhood.check(setting, at: node, &diagnostics)
  }

  package func labels(_ material: LabelMaterial) -> Targets {
    let neighbours = neighbourhood.of(material, includingSelf: includeSelf)
    let (labels, columns) = (material.labels, material.labels.columns)
    guard neighbours.count > 0 else { return labels }
    var values: [Float] = []
    values.reserveCapacity(labels.values.count)
    for row in 0..<labels.count {
      var sums = [Double](repeating: 0, count: columns)
      for neighbour in neighbours[row] {
        for column in 0..<columns {
          sums[column] += Double(labels.values[neighbour.row * columns + column])
        }
      }
      values += sums.map { Float($0 / Double(neighbours.count)) }
    }
    return Targets(labels.kind, values, columns: columns)
  }
}
