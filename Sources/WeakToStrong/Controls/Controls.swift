import Configuration

/// Methods whose labels tell nothing, or too much: what a student's score is to be compared with. An
/// experiment switches them on by its key `controls`.
package enum Controls {
  package static let all: [any Method.Type] = [
    ShuffledControl.self, RandomControl.self, ConstantControl.self, GroundTruthControl.self,
    SupervisorSplitControl.self,
  ]
}

/// A control that changes the labels of the cell's supervisor.
package protocol LabelControl: WeakLabelMethod {
  var operation: any LabelOperation { get }

  /// Whether it takes the k-th class of every example to mean the same.
  var sharesClasses: Bool { get }
}

extension LabelControl {
  package var sharesClasses: Bool { true }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireClasses("control \(Self.name)", at: node, &diagnostics)
    if sharesClasses {
      setting.requireSharedClasses("control \(Self.name)", at: node, &diagnostics)
    }
    options.check(setting, at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    let title = "\(type(of: operation).name)(\(cell.supervisorName))"
    let labels = Predictor.derived(
      DerivedLabels(operation, of: [cell.supervisor], seed: cell.seed, title: title))
    return planner.train(
      options.request(cell.student, taughtBy: labels, named: title, in: cell, &planner))
  }
}
