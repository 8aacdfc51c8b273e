import Configuration
import Training

/// Finetuning on the supervisor's labels with the auxiliary confidence loss.
package struct ConfidenceFinetuning: Method {
  package static let name = "confidence"
  package static let summary = "train on the supervisor's labels with the auxiliary confidence loss"
  package static let source = Training.Confidence.source

  package var loss = Training.Confidence()

  package init() {}

  package static var fields: [Field<Self>] {
    Training.Confidence.fields.map { $0.lifted(to: \Self.loss) }
  }

  /// As the loss decodes: the preset gives what the file does not set.
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    guard let loss = Training.Confidence.decode(node, &diagnostics) else { return nil }
    var method = Self()
    method.loss = loss
    return method
  }

  package func check(
    ladder: [String], target: TargetKind, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    target.check(loss, at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    planner.student(StudentRequest(cell, loss: LossChoice(loss)))
  }
}
