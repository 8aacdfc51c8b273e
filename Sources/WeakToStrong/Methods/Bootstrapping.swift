import Configuration
import Training

/// Bootstrapping: the supervisor teaches the smallest of a chain of models, each teaches the next,
/// the last teaches the student. Its matched control is the student taught directly.
package struct Bootstrapping: WeakLabelMethod {
  package static let name = "bootstrap"
  package static let summary = "train through intermediate models, each labelling for the next"
  package static let source = "Burns et al. 2023, section 4.3.1"

  package var through = Chain.named([])
  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "through", \.through,
        "names of the intermediate models, weak to strong, or between: all that stand between supervisor "
          + "and student", required: true,
        check: Check("with at least one model") { $0 != .named([]) })
    ] + StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package var matchedControls: [NamedMethod] { [NamedMethod("direct", Finetune(options))] }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    for name in through.names { setting.check(model: name, at: node, &diagnostics) }
    options.check(setting, at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    var (teacher, name) = (cell.supervisor, cell.supervisorName)
    for model in through.models(between: cell.supervisorName, and: cell.student, planner) {
      teacher = planner.train(
        options.request(model, taughtBy: teacher, named: name, in: cell, &planner))
      name = "\(model) ← \(name)"
    }
    return planner.train(
      options.request(cell.student, taughtBy: teacher, named: name, in: cell, &planner))
  }
}
