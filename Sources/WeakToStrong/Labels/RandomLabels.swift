import Configuration
import Training

/// A class drawn for each example, all equally likely.
package struct RandomLabels: LabelOperation {
  package init() {}

  package static let name = "random"
  package static let summary = "classes drawn at random, all equally likely"
  package static let source = "Zhang et al. 2017, section 2.1 (random labels)"
  package static var fields: [Field<Self>] { [] }

  package func labels(_ material: LabelMaterial) -> Targets {
    var stream = material.stream(Self.name)
    let classes = (0..<material.count).map { _ in stream.integer(below: material.classes) }
    return .classes(classes, of: material.classes)
  }
}
