import Configuration
import Testing
import Training
import WeakToStrong

@Suite struct GenerativeThenFinetuneTests {
  /// What both gain is not counted as recovered.
  @Test func studentAndCeilingLearnTheTextsAlike() {
    var planner = RecordingPlanner()
    let method = GenerativeThenFinetune()
    #expect(method.supervisor(of: .sample, &planner) == MethodCell.sample.supervisor)
    _ = method.student(of: .sample, &planner)
    _ = method.ceiling(of: .sample, &planner)
    #expect(
      planner.trainings == [
        "large from small: cross-entropy, soft, after texts",
        "large from ground truth on transfer, after texts",
      ])
    #expect(planner.requests[0].initial == planner.requests[1].initial)
  }

  @Test func theSupervisorToo() throws {
    var planner = RecordingPlanner()
    let method = try #require(
      try decode(GenerativeThenFinetune.self, mapping(["supervisor": word("true")])))
    #expect(method.supervisor(of: .sample, &planner) != MethodCell.sample.supervisor)
    #expect(planner.trainings == ["small from ground truth on supervisor, after texts"])
  }

  @Test func othersTakeItAsAnOption() throws {
    var planner = RecordingPlanner()
    let method = try #require(
      try decode(
        ConfidenceFinetuning.self,
        mapping(["generative": mapping(["splits": list(word("transfer"))])])))
    _ = method.student(of: .sample, &planner)
    _ = method.ceiling(of: .sample, &planner)
    #expect(
      planner.trainings == [
        "large from small: confidence, soft, after texts",
        "large from ground truth on transfer, after texts",
      ])
  }

  @Test func isComparedWithTheSameWithoutTexts() throws {
    let control = try #require(GenerativeThenFinetune().matchedControls.first?.method as? Finetune)
    #expect(control == Finetune())
  }

  @Test func splitsAreSaidOnce() {
    let error = #expect(throws: ConfigurationError.self) {
      try decode(GenerativeThenFinetune.self, mapping(["splits": list()]))
    }
    #expect(
      error?.description
        == "a.yaml:3:5: splits is []; give a value of different splits, at least one")
  }
}

@Suite struct PromptingTests {
  @Test func aPretrainedModelIsAskedAsItIs() throws {
    var planner = RecordingPlanner()
    planner.pretrained = ["large"]
    guard case .prompted(let request) = Prompting().student(of: .sample, &planner) else {
      Issue.record("nobody is asked")
      return
    }
    #expect(request.texts == nil)
    #expect(request.shots == 0)
    #expect(planner.requests.isEmpty)
    #expect(!Prompting().isOracle)
  }

  @Test func aModelFromScratchLearnsTextsFirst() throws {
    var planner = RecordingPlanner()
    let method = try #require(
      try decode(
        Prompting.self, mapping(["shots": word("5"), "labels": word("ground-truth")])))
    guard case .prompted(let request) = method.student(of: .sample, &planner) else {
      Issue.record("nobody is asked")
      return
    }
    #expect(request.texts?.model == "large")
    #expect(request.labels == .groundTruth)
    #expect(method.isOracle, "true labels stand in the prompt")
  }

  @Test func refusals() {
    #expect(
      problems(Prompting(), input: .preference, at: word("prompt")) == [
        "a.yaml:3:5: method prompt asks for the class of one text and the task gives pairs; "
          + "remove it"
      ])
    #expect(
      problems(Prompting(), target: .real, input: .features, at: word("prompt")) == [
        "a.yaml:3:5: method prompt is for texts and the task gives features; remove it",
        "a.yaml:3:5: method prompt is for classes and the task has real targets; remove it",
      ])
  }
}
