import Configuration
import Training

/// Finetuning on the supervisor's labels with the auxiliary confidence loss.
package struct ConfidenceFinetuning: WeakLabelMethod {
  package static let name = "confidence"
  package static let summary = "train on the supervisor's labels with the auxiliary confidence loss"
  package static let source = Training.Confidence.source

  package var loss = Training.Confidence()
  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    Training.Confidence.fields.map { $0.lifted(to: \Self.loss) }
      + StudentOptions.fields.filter { $0.name != "loss" }.map { $0.lifted(to: \Self.options) }
  }

  /// As the loss decodes: the preset gives what the file does not set.
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    decode(Training.Confidence.withPreset(node), ignoring: [], &diagnostics)
  }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    var all = options
    all.loss = LossChoice(loss)
    all.check(setting, at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    var all = options
    all.loss = LossChoice(loss)
    return planner.train(all.student(of: cell, &planner))
  }
}
