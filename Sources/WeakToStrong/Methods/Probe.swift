import Configuration
import Datasets
import Training

/// Linear probing: everyone is a linear model on the frozen hidden states of a model that nobody
/// trains; the supervisor too unless said otherwise, and the ceiling.
package struct Probe: WeakLabelMethod {
  package static let name = "probe"
  package static let summary = "linear models on frozen hidden states instead of finetuning"
  package static let source = "Burns et al. 2023, appendix D.2 (linear probing)"

  package var training = ProbeTraining()
  /// Whether the supervisor is a probe, where it is a model of the ladder; else it is finetuned.
  package var probesSupervisor = true
  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field("training", \.training, "of the linear models"),
      Field("supervisor", \.probesSupervisor, "whether the supervisor is a probe too"),
    ] + StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package func supervisor(
    of cell: MethodCell, _ planner: inout some StagePlanner
  ) -> Predictor {
    guard probesSupervisor, planner.isTrained(cell.supervisorName) else { return cell.supervisor }
    var request = probe(
      cell.supervisorName, on: .supervisor, role: "supervisor probe", cell, planner)
    request.selection = planner.supervisorSelection(cell.supervisorName)
    return planner.train(request)
  }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireSharedClasses("method \(Self.name)", at: node, &diagnostics)
    options.check(setting, at: node, &diagnostics)
  }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    var request = options.student(of: cell, &planner)
    request.initial = nil
    request.input = .hidden(states(of: cell.student, cell))
    request.training = training.configuration
    request.role = "probe of"
    return planner.train(request)
  }

  package func ceiling(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    planner.train(
      probe(cell.student, on: planner.ceilingSplit, role: "ceiling probe", cell, planner))
  }

  /// Of the model that nobody trains; or that has learned the task's texts, where the options say so.
  private func states(of model: String, _ cell: MethodCell) -> HiddenStates {
    guard let texts = options.generative,
      model == cell.student || texts.includesSupervisor
    else { return .untouched(model: model) }
    return .generative(texts.request(model, seed: cell.seed))
  }

  /// On true labels.
  private func probe(
    _ model: String, on split: Split, role: String, _ cell: MethodCell,
    _ planner: some StagePlanner
  ) -> TrainingRequest {
    var request = TrainingRequest(
      model: model, labels: .groundTruth, loss: planner.defaultLoss, seed: cell.seed,
      selection: cell.selection)
    request.split = split
    request.input = .hidden(states(of: model, cell))
    request.training = training.configuration
    request.role = role
    return request
  }
}
