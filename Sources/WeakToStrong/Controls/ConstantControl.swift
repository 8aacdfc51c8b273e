import Configuration
import Training

/// A student of one class for every example.
package struct ConstantControl: LabelControl {
  package static let name = "constant-label"
  package static let summary = "the student on one class for every example"
  package static let source = ConstantLabel.source

  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package var operation: any LabelOperation { ConstantLabel() }
}
