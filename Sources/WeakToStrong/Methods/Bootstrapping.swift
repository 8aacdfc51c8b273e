import Configuration
import Training

/// Bootstrapping: the supervisor teaches the smallest of a chain of models, each teaches the next,
/// the last teaches the student.
package struct Bootstrapping: Method {
  package static let name = "bootstrap"
  package static let summary = "train through intermediate models, each labelling for the next"
  package static let source = "Burns et al. 2023, section 4.3.1"

  package var through: [String] = []
  package var loss: LossChoice?
  package var labels = LabelForm.soft

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "through", \.through, "names of the intermediate models, weak to strong", required: true,
        check: Check("with at least one model") { !$0.isEmpty }),
      Field("loss", \.loss, "the loss of every model of the chain"),
      Field("labels", \.labels, "weak labels as probabilities (soft) or as their argmax (hard)"),
    ]
  }

  package func check(
    ladder: [String], target: TargetKind, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    for name in through where !ladder.contains(name) {
      diagnostics.reportUnknown("model", name, at: node.mark, among: ladder)
    }
    target.check(loss?.loss, at: node, &diagnostics)
    target.check(labels, at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    var request = StudentRequest(
      cell, hard: labels == .hard, loss: loss ?? planner.defaultLoss)
    for model in through {
      request.model = model
      request.teacher = planner.student(request)
      request.teacherName = "\(model) ← \(request.teacherName)"
    }
    request.model = cell.student
    return planner.student(request)
  }
}
