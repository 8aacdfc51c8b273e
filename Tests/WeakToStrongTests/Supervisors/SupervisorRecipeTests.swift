import Configuration
import Datasets
import Testing
import Training
import WeakToStrong

@Suite struct SupervisorRecipeTests {
  private let seat = SupervisorSeat(name: "it", student: "large", seed: 5)

  private func recipe<Recipe: SupervisorRecipe>(
    _ type: Recipe.Type, _ entries: KeyValuePairs<String, Node>
  ) throws -> Recipe {
    try #require(try decode(Recipe.self, mapping(entries)))
  }

  private func derived(_ predictor: Predictor) throws -> DerivedLabels {
    guard case .derived(let labels) = predictor else {
      Issue.record("\(predictor) is not derived")
      throw ConfigurationError([])
    }
    return labels
  }

  private func problems(
    _ recipe: some SupervisorRecipe, target: TargetKind = .classes,
    input: TaskKind = .classification
  ) -> [String] {
    var diagnostics = Diagnostics()
    recipe.check(
      MethodSetting(ladder: ["small", "medium", "large"], target: target, input: input),
      models: ["small", "medium", "large", "gpt2"], at: word("it"), &diagnostics)
    return diagnostics.problems.map(\.description)
  }

  // MARK: Simulated

  @Test func simulatedNeedsNobody() throws {
    var planner = RecordingPlanner()
    let recipe = try recipe(SimulatedSupervisor.self, ["accuracy": word("0.8")])
    let labels = try derived(recipe.predictor(seat, &planner))
    #expect(labels.inputs.isEmpty && labels.seed == 5 && labels.title == "it")
    #expect(planner.requests.isEmpty)
    #expect(recipe.references.isEmpty && !recipe.looksAtStudent && !recipe.isTrained)
  }

  @Test func simulatedLikeAnother() throws {
    var planner = RecordingPlanner()
    let recipe = try recipe(SimulatedSupervisor.self, ["like": word("small")])
    let labels = try derived(recipe.predictor(seat, &planner))
    #expect(labels.inputs == [planner.supervisor("small", for: "large", seed: 5)])
    #expect(recipe.references == ["small"])
  }

  /// The student's own ceiling: true labels of the split that ceilings learn.
  @Test func simulatedFromTheCeiling() throws {
    var planner = RecordingPlanner()
    planner.ceilingSplit = .supervisor
    let recipe = try recipe(
      SimulatedSupervisor.self, ["like": word("small"), "errors": word("least-confident")])
    let labels = try derived(recipe.predictor(seat, &planner))
    #expect(labels.inputs.count == 2 && recipe.looksAtStudent)
    #expect(planner.requests.map(\.model) == ["large"])
    #expect(planner.requests[0].split == .supervisor && planner.requests[0].labels == .groundTruth)
  }

  @Test(arguments: [
    (
      mapping(["errors": word("random")]),
      "a.yaml:3:5: neither accuracy nor like is given; give accuracy, a share of right labels, or "
        + "like, a model"
    ),
    (
      mapping(["accuracy": word("0.8"), "like": word("small")]),
      "a.yaml:3:5: both accuracy and like are given; keep one of them"
    ),
    (
      mapping(["accuracy": word("1.2")]),
      "a.yaml:3:5: accuracy is 1.2; give a value between 0 and 1"
    ),
    (
      mapping(["accuracy": word("0.8"), "confidence": word("0.5")]),
      "a.yaml:3:5: confidence is 0.5; give a value above 0.5 and at most 1"
    ),
    (
      mapping(["accuracy": word("0.8"), "errors": word("longst")]),
      "a.yaml:3:5: unknown value 'longst'; did you mean 'longest'?"
    ),
  ])
  func simulatedRefuses(_ node: Node, _ message: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try decode(SimulatedSupervisor.self, node)
    }
    #expect(error?.description == message)
  }

  @Test func lengthsOfFeatures() throws {
    let recipe = try recipe(
      SimulatedSupervisor.self, ["accuracy": word("0.8"), "errors": word("longest")])
    #expect(problems(recipe).isEmpty && problems(recipe, input: .preference).isEmpty)
    #expect(
      problems(recipe, input: .features) == [
        "a.yaml:3:5: errors longest look at the lengths of texts and the task gives features; "
          + "choose other errors, such as random"
      ])
    #expect(problems(recipe, target: .real).count == 1)
  }

  // MARK: Ensembles

  /// The first member is the supervisor that there is anyway.
  @Test func membersDifferInSeed() throws {
    var planner = RecordingPlanner()
    let recipe = try recipe(EnsembleSupervisor.self, ["of": word("small")])
    let labels = try derived(recipe.predictor(seat, &planner))
    #expect(labels.inputs.count == 5)
    #expect(labels.inputs[0] == planner.supervisor("small", for: "large", seed: 5))
    #expect(planner.requests.map(\.member) == [1, 2, 3, 4])
    #expect(planner.requests.allSatisfy { $0.split == .supervisor && $0.rows == nil })
    #expect(planner.requests.allSatisfy { $0.labels == .groundTruth && $0.seed == 5 })
    #expect(type(of: labels.operation.operation).name == "mean")
  }

  @Test func baggedMembersDifferInRows() throws {
    var planner = RecordingPlanner()
    let recipe = try recipe(
      EnsembleSupervisor.self,
      [
        "of": word("small"), "members": word("3"), "bag": word("true"),
        "combine": mapping(["confidence": mapping(["measure": word("maximum")])]),
      ])
    let labels = try derived(recipe.predictor(seat, &planner))
    #expect(labels.inputs.count == 3)
    #expect(planner.requests.map { $0.rows?.member } == [0, 1, 2])
    #expect(planner.requests.map(\.member) == [0, 1, 2])
    #expect(planner.requests.allSatisfy { $0.rows?.filter == RowFilterChoice(BootstrapRows()) })
    #expect(type(of: labels.operation.operation).name == "confidence")
  }

  @Test func severalModels() throws {
    var planner = RecordingPlanner()
    let recipe = try recipe(
      EnsembleSupervisor.self, ["of": list(word("small"), word("gpt2"))])
    let labels = try derived(recipe.predictor(seat, &planner))
    #expect(labels.inputs.count == 2 && planner.requests.isEmpty)
    #expect(recipe.references == ["small", "gpt2"])
    #expect(problems(recipe).isEmpty)
    let twice = try self.recipe(
      EnsembleSupervisor.self,
      ["of": list(word("small"), word("gpt2")), "members": word("2")])
    #expect(
      problems(twice) == [
        "a.yaml:3:5: 'gpt2' is not trained, so that it has no other members; write members: 1 and "
          + "bag: false, or name a model that is trained"
      ])
  }

  @Test(arguments: [
    (
      mapping(["members": word("3")]),
      "a.yaml:3:5: key 'of' is missing; add it: the model, or a list of models"
    ),
    (
      mapping(["of": word("small"), "members": word("0")]),
      "a.yaml:3:5: members is 0; give a value between 1 and 1000"
    ),
    (
      mapping(["of": word("small"), "members": word("1")]),
      "a.yaml:3:5: an ensemble of one; give members at least 2, or name several models"
    ),
    (
      mapping(["of": list(word("a"), word("a"))]),
      "a.yaml:3:5: of is [a, a]; name one model, or several once each"
    ),
    (
      mapping(["of": word("small"), "combine": word("median")]),
      "a.yaml:3:5: unknown way to combine labels 'median'; did you mean 'mean'?"
    ),
  ])
  func ensembleRefuses(_ node: Node, _ message: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try decode(EnsembleSupervisor.self, node)
    }
    #expect(error?.description == message)
  }

  // MARK: First features

  @Test func firstFeaturesOfTheUntouchedStudent() throws {
    var planner = RecordingPlanner()
    let recipe = try recipe(FirstFeatures.self, ["k": word("4")])
    _ = recipe.predictor(seat, &planner)
    var seat = seat
    seat.input = .features
    _ = recipe.predictor(seat, &planner)
    #expect(planner.requests.map(\.input) == [.hidden(.untouched(model: "large")), .features])
    for request in planner.requests {
      #expect(request.first == 4 && request.split == .supervisor && request.model == "large")
      #expect(request.labels == .groundTruth && request.training == ProbeTraining().configuration)
    }
    #expect(recipe.looksAtStudent && recipe.isTrained && recipe.references.isEmpty)
  }

  @Test func decodesWhatItWrites() throws {
    for node in [
      mapping(["simulated": mapping(["like": word("small"), "confidence": word("0.9")])]),
      mapping(["ensemble": mapping(["of": list(word("a"), word("b")), "bag": word("true")])]),
    ] {
      let choice = try #require(try decode(SupervisorChoice.self, node))
      #expect(try decode(SupervisorChoice.self, choice.node) == choice)
    }
  }
}
