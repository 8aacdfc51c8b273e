import Configuration
import Datasets
import Training

/// Several supervisors that label as one: the same model from other initial weights and, bagged, other
/// draws of the supervisors' examples, or different models.
package struct EnsembleSupervisor: SupervisorRecipe {
  package static let name = "ensemble"
  package static let summary = "several supervisors whose labels are combined"
  package static let source = "Breiman 1996 (bagging); Lakshminarayanan et al. 2017 (seeds)"

  package var of = EnsembleMembers()
  /// Trainings of each model; nil for five of a single model, and one of each of several.
  package var members: Int?
  package var bag = false
  package var combine = LabelCombinationChoice(MeanLabels())

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field("of", \.of, "the model, or a list of models", required: true),
      Field(
        "members", \.members,
        "trainings of each model; 5 of a single one and 1 of each of several, unless given",
        check: Check("between 1 and 1000") { (1...1000).contains($0 ?? 1) }),
      Field("bag", \.bag, "each member learns examples drawn anew with replacement"),
      Field("combine", \.combine, "how the members' labels become one"),
    ]
  }

  private var trainings: Int { members ?? (of.names.count == 1 ? 5 : 1) }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    guard trainings * of.names.count < 2 else { return }
    diagnostics.report(
      "an ensemble of one", at: (node["members"] ?? node).mark,
      remedy: "give members at least 2, or name several models")
  }

  package func check(
    _ setting: MethodSetting, models: [String], at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireClasses("supervisor \(Self.name)", at: node, &diagnostics)
    guard trainings > 1 || bag else { return }
    for name in of.names where models.contains(name) && !setting.ladder.contains(name) {
      diagnostics.report(
        "'\(name)' is not trained, so that it has no other members", at: node.mark,
        remedy: "write members: 1 and bag: false, or name a model that is trained")
    }
  }

  package var references: [String] { of.names }

  package func predictor(
    _ seat: SupervisorSeat, _ planner: inout some StagePlanner
  ) -> Predictor {
    let inputs = of.names.flatMap { name in
      (0..<trainings).map { member(name, $0, seat, &planner) }
    }
    return .derived(
      DerivedLabels(combine.operation, of: inputs, seed: seat.seed, title: seat.name))
  }

  /// The first one without bagging is the supervisor that there is anyway.
  private func member(
    _ name: String, _ number: Int, _ seat: SupervisorSeat, _ planner: inout some StagePlanner
  ) -> Predictor {
    if number == 0 && !bag {
      return planner.supervisor(name, for: seat.student, seed: seat.seed)
    }
    var request = TrainingRequest(
      model: name, labels: .groundTruth, loss: planner.defaultLoss, seed: seat.seed,
      selection: planner.supervisorSelection(name))
    request.split = .supervisor
    request.member = number
    request.role = bag ? "bagged supervisor" : "supervisor"
    if bag { request.rows = RowsRequest(BootstrapRows(), member: number) }
    return planner.train(request)
  }
}
