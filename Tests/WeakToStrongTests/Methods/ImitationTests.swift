import Configuration
import Testing
import WeakToStrong

@Suite struct ImitationTests {
  @Test func theTextsTellWhatTheSupervisorThinks() {
    var planner = RecordingPlanner()
    _ = Imitation().student(of: .sample, &planner)
    #expect(planner.trainings == ["large from small: cross-entropy, soft, annotated"])
    guard case .annotated(let annotation)? = planner.requests.first?.input else {
      Issue.record("nothing is annotated")
      return
    }
    #expect(annotation.labels == MethodCell.sample.supervisor)
    #expect(annotation.words == " I think this is {weak_label}. What do you think?")
  }

  /// The ceiling reads the texts as they are.
  @Test func theCeilingIsThatOfAll() {
    var planner = RecordingPlanner()
    let shared = planner.ceiling(of: .sample)
    #expect(Imitation().ceiling(of: .sample, &planner) == shared)
    #expect(planner.requests.isEmpty)
  }

  @Test func wordsWithoutTheLabelAreRefused() {
    let error = #expect(throws: ConfigurationError.self) {
      try decode(Imitation.self, mapping(["words": word("hm")]))
    }
    #expect(
      error?.description == "a.yaml:3:5: words is hm; give a value with {weak_label} in it")
  }

  @Test func isForTexts() {
    #expect(
      problems(Imitation(), input: .features, at: word("imitation")) == [
        "a.yaml:3:5: method imitation is for texts and the task gives features; remove it"
      ])
  }
}
