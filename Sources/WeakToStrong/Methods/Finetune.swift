import Configuration
import Training

/// Naive finetuning: the student is trained on the supervisor's labels.
package struct Finetune: WeakLabelMethod {
  package static let name = "finetune"
  package static let summary = "train the student on the supervisor's labels"
  package static let source = "Burns et al. 2023, section 3 and 4.2 (naive finetuning)"

  package var options = StudentOptions()

  package init() {}
  package init(_ options: StudentOptions) { self.options = options }

  package static var fields: [Field<Self>] {
    StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    planner.train(options.student(of: cell, &planner))
  }
}
