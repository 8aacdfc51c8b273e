import Configuration
import Testing
import Training
import WeakToStrong

@Suite struct ConfidenceFinetuningTests {
  @Test func oneTrainingWithItsLoss() throws {
    var planner = RecordingPlanner()
    var method = ConfidenceFinetuning()
    method.loss.weight = 0.25
    _ = method.student(of: .sample, &planner)
    #expect(planner.trainings == ["large from small: confidence, soft"])
    #expect(planner.requests[0].loss == LossChoice(method.loss))
  }

  @Test(arguments: Training.Confidence.Preset.allCases)
  func presetsFillIn(_ preset: Training.Confidence.Preset) throws {
    let decoded = try #require(
      try decode(ConfidenceFinetuning.self, mapping(["preset": word(preset.rawValue)])))
    #expect(decoded.loss == Training.Confidence(preset))
    #expect(try decode(ConfidenceFinetuning.self, decoded.node) == decoded)

    let changed = try #require(
      try decode(
        ConfidenceFinetuning.self,
        mapping(["weight": word("0.3"), "preset": word(preset.rawValue)])))
    var expected = Training.Confidence(preset)
    expected.weight = 0.3
    #expect(changed.loss == expected, "a preset after a key leaves the key alone")
  }

  @Test func isForClasses() {
    let node = word("confidence")
    #expect(problems(ConfidenceFinetuning(), target: .classes, at: node) == [])
    #expect(
      problems(ConfidenceFinetuning(), target: .real, at: node) == [
        "a.yaml:3:5: loss confidence is for classes and the task has real targets; "
          + "use one of: squared-error"
      ])
  }
}
