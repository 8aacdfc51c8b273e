import Configuration
import Training

/// Naive finetuning: the student is trained on the supervisor's labels.
package struct Finetune: Method {
  package static let name = "finetune"
  package static let summary = "train the student on the supervisor's labels"
  package static let source = "Burns et al. 2023, section 3 and 4.2 (naive finetuning)"

  /// The loss; the task's own (cross-entropy, squared error) where none is named.
  package var loss: LossChoice?
  package var labels = LabelForm.soft

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field("loss", \.loss, "the loss of the student; the task's own where none is named"),
      Field("labels", \.labels, "weak labels as probabilities (soft) or as their argmax (hard)"),
    ]
  }

  package func check(
    ladder: [String], target: TargetKind, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    target.check(loss?.loss, at: node, &diagnostics)
    target.check(labels, at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    planner.student(
      StudentRequest(cell, hard: labels == .hard, loss: loss ?? planner.defaultLoss))
  }
}

/// How weak labels are given to the student.
package enum LabelForm: String, CaseIterable, WordValue {
  case soft, hard
}
