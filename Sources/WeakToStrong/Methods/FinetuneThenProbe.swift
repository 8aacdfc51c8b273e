import Configuration
import Training

/// Finetuning on weak labels, then a linear probe of what the student became, trained on true labels:
/// does finetuning on weak labels make the task more linear? Its matched control is the same probe of
/// the student that nobody trained. It shows what a representation holds, not what weak labels
/// give: the probe sees the truth.
package struct FinetuneThenProbe: WeakLabelMethod {
  package static let name = "finetune-then-probe"
  package static let summary = "finetune on weak labels, then probe with true labels (an oracle)"
  package static let source = "Burns et al. 2023, section 5.2.3"

  package var training = ProbeTraining()
  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    [Field("training", \.training, "of the linear probe")]
      + StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package var isOracle: Bool { true }

  package var matchedControls: [NamedMethod] {
    var untouched = GroundTruthProbe()
    untouched.training = training
    return [NamedMethod("untouched", untouched)]
  }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireSharedClasses("method \(Self.name)", at: node, &diagnostics)
    options.check(setting, at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    let student = planner.train(options.student(of: cell, &planner))
    var probe = GroundTruthProbe()
    probe.training = training
    return planner.train(probe.request(of: .trained(student), cell, planner))
  }
}

/// A linear probe of the student that nobody trained, on the true labels of the transfer split.
package struct GroundTruthProbe: Method {
  package static let name = "ground-truth-probe"
  package static let summary = "probe the untouched student with true labels (an oracle)"
  package static let source = "Burns et al. 2023, section 5.2.3 and appendix D.2"

  package var training = ProbeTraining()

  package init() {}

  package static var fields: [Field<Self>] {
    [Field("training", \.training, "of the linear probe")]
  }

  package var isOracle: Bool { true }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireSharedClasses("method \(Self.name)", at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    planner.train(request(of: .untouched(model: cell.student), cell, planner))
  }

  func request(
    of states: HiddenStates, _ cell: MethodCell, _ planner: some StagePlanner
  ) -> TrainingRequest {
    var request = TrainingRequest(
      model: cell.student, labels: .groundTruth, loss: planner.defaultLoss, seed: cell.seed,
      selection: cell.selection)
    request.input = .hidden(states)
    request.training = training.configuration
    request.role = "true-label probe of"
    return request
  }
}
