import Configuration
import Datasets
import Training

/// A linear model that learns the truth from only the first k numbers of what the head of the untouched
/// student reads (of a task of features: of these): a supervisor whose errors the student can simulate
/// the better, the more of its own features it shares.
package struct FirstFeatures: SupervisorRecipe {
  package static let name = "first-features"
  package static let summary = "a linear model of the first k features of the untouched student"
  package static let source = "Burns et al. 2023, appendix E.1 (errors of different simulability)"

  package var count = 1
  package var training = ProbeTraining()

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "k", \.count, "features that are read, from the first", required: true, check: .atLeast(1)),
      Field("training", \.training, "of the linear model"),
    ]
  }

  package func check(
    _ setting: MethodSetting, models: [String], at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireSharedClasses("supervisor \(Self.name)", at: node, &diagnostics)
  }

  /// The student's features are another for each student; those of a task are not, but the results
  /// are the same stages then.
  package var looksAtStudent: Bool { true }
  package var isTrained: Bool { true }

  package func predictor(
    _ seat: SupervisorSeat, _ planner: inout some StagePlanner
  ) -> Predictor {
    var request = TrainingRequest(
      model: seat.student, labels: .groundTruth, loss: planner.defaultLoss, seed: seat.seed,
      selection: planner.supervisorSelection(seat.student))
    request.split = .supervisor
    request.input = seat.input == .features ? .features : .hidden(.untouched(model: seat.student))
    request.first = count
    request.training = training.configuration
    request.role = "\(seat.name), first \(count) features of"
    return planner.train(request)
  }
}
