import Configuration
import Training

/// A student of weak labels that are exchanged between examples: what it scores, labels alone give.
package struct ShuffledControl: LabelControl {
  package static let name = "shuffled-labels"
  package static let summary = "the student on weak labels exchanged at random between examples"
  package static let source = ShuffledLabels.source

  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package var operation: any LabelOperation { ShuffledLabels() }
}
