import Configuration
import Training

/// The labels of the examples exchanged at random: their distribution stays, what they say of each
/// example is lost. A student that still does well has learned nothing from them.
package struct ShuffledLabels: LabelOperation {
  package init() {}

  package static let name = "shuffled"
  package static let summary = "weak labels exchanged at random between examples"
  package static let source = "Hewitt & Liang 2019, section 2 (control tasks)"
  package static var fields: [Field<Self>] { [] }

  package func labels(_ material: LabelMaterial) -> Targets {
    var stream = material.stream(Self.name)
    let labels = material.labels
    let order = stream.permutation(labels.count)
    return Targets(labels.kind, labels.gather(order), columns: labels.columns)
  }
}
