import Configuration
import Training

/// The student trained on the true labels that its supervisor had: if it does as well as on weak
/// labels of more examples, nothing was gained by them.
package struct SupervisorSplitControl: Method {
  package static let name = "supervisor-split"
  package static let summary = "the student on the true labels that its supervisor learned from"
  package static let source = "Burns et al. 2023, section 3 (the supervisor's ground truth)"

  package init() {}
  package static var fields: [Field<Self>] { [] }
  package var isOracle: Bool { true }

  package func student(of cell: MethodCell, _ planner: inout some StagePlanner) -> Predictor {
    var request = TrainingRequest(
      model: cell.student, labels: .groundTruth, loss: planner.defaultLoss, seed: cell.seed,
      selection: cell.selection)
    request.split = .supervisor
    request.role = "student on the supervisor split"
    return planner.train(request)
  }
}
