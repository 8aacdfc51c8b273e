import Configuration
import Testing
import Training
import WeakToStrong

@Suite struct FinetuneTests {
  @Test func oneTrainingOnTheSupervisorsLabels() {
    var planner = RecordingPlanner()
    let cell = MethodCell.sample
    let student = Finetune().student(of: cell, &planner)
    #expect(planner.trainings == ["large from small: cross-entropy, soft"])
    #expect(planner.requests[0].teacher == cell.supervisor)
    #expect(planner.requests[0].seed == 5)
    #expect(
      student
        == .trained(
          RecordingPlanner.training("large", of: cell.supervisor), .weakValidation))
  }

  @Test func theTasksOwnLossUnlessOneIsNamed() throws {
    var planner = RecordingPlanner()
    planner.defaultLoss = LossChoice(SquaredError())
    _ = Finetune().student(of: .sample, &planner)
    let named = try #require(
      try decode(Finetune.self, mapping(["loss": word("confidence"), "labels": word("hard")])))
    _ = named.student(of: .sample, &planner)
    #expect(
      planner.trainings == [
        "large from small: squared-error, soft", "large from small: confidence, hard",
      ])
  }

  @Test func importedLabelsTeachLikeAnyOther() {
    var planner = RecordingPlanner()
    var cell = MethodCell.sample
    cell.supervisor = .imported(model: "gpt2", seed: 5)
    _ = Finetune().student(of: cell, &planner)
    #expect(planner.requests[0].teacher == .imported(model: "gpt2", seed: 5))
  }

  @Test func decodes() throws {
    #expect(try decode(Finetune.self, word("null").emptied) == Finetune())
    var expected = Finetune()
    expected.options.labels = .hard
    #expect(try decode(Finetune.self, mapping(["labels": word("hard")])) == expected)
    #expect(try decode(Finetune.self, expected.node) == expected)
    let error = #expect(throws: ConfigurationError.self) {
      try decode(Finetune.self, mapping(["lables": word("hard")]))
    }
    #expect(error?.description == "a.yaml:3:5: unknown key 'lables'; did you mean 'labels'?")
  }

  @Test(arguments: [
    (
      mapping(["loss": word("squared-error")]), TargetKind.classes,
      "a.yaml:3:5: loss squared-error is for real targets and the task has classes; use one of: cross-entropy, "
        + "confidence, product, log-entropy, window, reverse-cross-entropy, reverse-kl, cace, "
        + "adaptive-confidence, symmetric, label-smoothing, generalized-cross-entropy"
    ),
    (
      mapping(["loss": word("cross-entropy")]), .real,
      "a.yaml:3:5: loss cross-entropy is for classes and the task has real targets; use one of: squared-error"
    ),
    (
      mapping(["labels": word("hard")]), .real,
      "a.yaml:3:5: hard labels are for classes and the task has real targets; remove labels: hard"
    ),
  ])
  func refusals(_ node: Node, _ target: TargetKind, _ message: String) throws {
    let method = try #require(try decode(Finetune.self, node))
    #expect(problems(method, target: target, at: node) == [message])
    let other: TargetKind = target == .real ? .classes : .real
    #expect(problems(method, target: other, at: node) == [])
  }
}

extension Node {
  /// `method:` with nothing behind it.
  var emptied: Node { Node(.null, mark: mark) }
}
