import Configuration
import Training

/// A method that trains a student on weak labels and so has the options that all of these share.
package protocol WeakLabelMethod: Method {
  var options: StudentOptions { get }
}

extension WeakLabelMethod {
  package var isOracle: Bool { options.isOracle }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    options.check(setting, at: node, &diagnostics)
  }

  /// A supervisor that learns texts first, where the options say so.
  package func supervisor(
    of cell: MethodCell, _ planner: inout some StagePlanner
  ) -> Predictor {
    let name = cell.supervisorName
    guard let texts = options.generative, texts.includesSupervisor, planner.isTrained(name) else {
      return cell.supervisor
    }
    var request = TrainingRequest(
      model: name, labels: .groundTruth, loss: planner.defaultLoss, seed: cell.seed,
      selection: planner.supervisorSelection(name))
    request.split = .supervisor
    request.initial = .generative(texts.request(name, seed: cell.seed))
    request.role = "supervisor after texts"
    return planner.train(request)
  }

  /// A ceiling that learns texts first, where the student does.
  package func ceiling(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    guard let texts = options.generative else { return planner.ceiling(of: cell) }
    var request = TrainingRequest(
      model: cell.student, labels: .groundTruth, loss: planner.defaultLoss, seed: cell.seed,
      selection: cell.selection)
    request.split = planner.ceilingSplit
    request.initial = .generative(texts.request(cell.student, seed: cell.seed))
    request.role = "ceiling after texts"
    return planner.train(request)
  }
}
