import Configuration
import Training

/// The true label instead of the given one for a share of the examples, drawn at random: round(f n) of
/// n. The draws of a larger share contain those of a smaller one.
package struct GroundTruthMixture: LabelOperation {
  package var fraction = 0.1

  package init() {}
  package init(fraction: Double) { self.fraction = fraction }

  package static let name = "ground-truth-mixture"
  package static let summary = "true labels for some of the examples"
  package static let source = "a control: what true labels are worth"
  package static var fields: [Field<Self>] {
    [Field("fraction", \.fraction, "share of true labels", check: .within(0...1))]
  }

  package func labels(_ material: LabelMaterial) -> Targets {
    var stream = material.stream(Self.name)
    let order = stream.permutation(material.count)
    let labels = material.labels
    var values = labels.values
    let columns = labels.columns
    for row in order.prefix(Int((fraction * Double(material.count)).rounded())) {
      for column in row * columns..<(row + 1) * columns {
        values[column] = material.truth.values[column]
      }
    }
    return Targets(labels.kind, values, columns: columns)
  }
}
