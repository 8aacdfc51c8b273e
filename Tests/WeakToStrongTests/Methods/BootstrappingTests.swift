import Configuration
import Testing
import Training
import WeakToStrong

@Suite struct BootstrappingTests {
  private func method(_ through: [String]) -> Bootstrapping {
    var method = Bootstrapping()
    method.through = .named(through)
    return method
  }

  @Test func eachTeachesTheNext() {
    var planner = RecordingPlanner()
    let cell = MethodCell.sample
    let student = method(["medium", "big"]).student(of: cell, &planner)
    #expect(
      planner.trainings == [
        "medium from small: cross-entropy, soft",
        "big from medium ← small: cross-entropy, soft",
        "large from big ← medium ← small: cross-entropy, soft",
      ])
    #expect(planner.requests.map(\.model) == ["medium", "big", "large"])
    let medium = Predictor.trained(
      RecordingPlanner.training("medium", of: cell.supervisor), .weakValidation)
    let big = Predictor.trained(RecordingPlanner.training("big", of: medium), .weakValidation)
    #expect(planner.requests.map(\.teacher) == [cell.supervisor, medium, big])
    #expect(student == .trained(RecordingPlanner.training("large", of: big), .weakValidation))
  }

  @Test func betweenIsAllThatStandBetween() throws {
    var planner = RecordingPlanner()
    let method = try #require(
      try decode(Bootstrapping.self, mapping(["through": word("between")])))
    _ = method.student(of: .sample, &planner)
    #expect(
      planner.trainings == [
        "medium from small: cross-entropy, soft", "large from medium ← small: cross-entropy, soft",
      ])
    var adjacent = MethodCell.sample
    adjacent.supervisorName = "medium"
    _ = method.student(of: adjacent, &planner)
    #expect(planner.trainings.last == "large from medium: cross-entropy, soft")
    #expect(try decode(Bootstrapping.self, method.node) == method)
  }

  /// The first model of the chain is the naively finetuned student of the same supervisor.
  @Test func sharesTheFirstLinkWithFinetuning() {
    var planner = RecordingPlanner()
    var direct = MethodCell.sample
    direct.student = "medium"
    _ = Finetune().student(of: direct, &planner)
    _ = method(["medium"]).student(of: .sample, &planner)
    #expect(planner.requests.count == 3)
    #expect(
      planner.trainings == [
        "medium from small: cross-entropy, soft", "large from medium ← small: cross-entropy, soft",
      ])
  }

  @Test func lossAndFormHoldForTheWholeChain() throws {
    var planner = RecordingPlanner()
    let method = try #require(
      try decode(
        Bootstrapping.self,
        mapping([
          "through": list(word("medium")), "loss": word("confidence"), "labels": word("hard"),
        ])))
    _ = method.student(of: .sample, &planner)
    #expect(
      planner.trainings == [
        "medium from small: confidence, hard", "large from medium ← small: confidence, hard",
      ])
    #expect(try decode(Bootstrapping.self, method.node) == method)
  }

  @Test func refusals() throws {
    let node = mapping(["through": list(word("medum"), word("medium"))])
    let method = try #require(try decode(Bootstrapping.self, node))
    #expect(
      problems(method, at: node) == ["a.yaml:3:5: unknown model 'medum'; did you mean 'medium'?"])
    var hard = self.method(["medium"])
    hard.options.labels = .hard
    hard.options.loss = LossChoice(CrossEntropy())
    #expect(
      problems(hard, target: .real, at: node) == [
        "a.yaml:3:5: loss cross-entropy is for classes and the task has real targets; "
          + "use one of: squared-error",
        "a.yaml:3:5: hard labels are for classes and the task has real targets; "
          + "remove labels: hard",
      ])

    let missing = #expect(throws: ConfigurationError.self) {
      try decode(Bootstrapping.self, mapping(["labels": word("soft")]))
    }
    #expect(
      missing?.description
        == "a.yaml:3:5: key 'through' is missing; add it: names of the intermediate models, weak to "
        + "strong, or between: all that stand between supervisor and student")
    let empty = #expect(throws: ConfigurationError.self) {
      try decode(Bootstrapping.self, mapping(["through": list()]))
    }
    #expect(
      empty?.description == "a.yaml:3:5: through is []; give a value with at least one model")
  }
}
