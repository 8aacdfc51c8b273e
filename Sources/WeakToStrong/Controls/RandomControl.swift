import Configuration
import Training

/// A student of random classes.
package struct RandomControl: LabelControl {
  package static let name = "random-labels"
  package static let summary = "the student on classes drawn at random"
  package static let source = RandomLabels.source

  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package var operation: any LabelOperation { RandomLabels() }
}
