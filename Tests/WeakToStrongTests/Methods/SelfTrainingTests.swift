import Configuration
import Testing
import Training
import WeakToStrong

@Suite struct SelfTrainingTests {
  @Test func everyRoundLearnsTheLabelsOfTheOneBefore() throws {
    var planner = RecordingPlanner()
    let method = try #require(
      try decode(SelfTraining.self, mapping(["rounds": word("2"), "start": word("onward")])))
    let student = method.student(of: .sample, &planner)
    #expect(
      planner.trainings == [
        "large from small: cross-entropy, soft",
        "large from large ← small: cross-entropy, soft, onward",
        "large from large ← large ← small: cross-entropy, soft, onward",
      ])
    let first = Predictor.trained(
      RecordingPlanner.training("large", of: MethodCell.sample.supervisor), .weakValidation)
    #expect(planner.requests[1].teacher == first)
    guard case .trained(first)? = planner.requests[1].initial else {
      Issue.record("the second round does not begin where the first ended")
      return
    }
    #expect(student != first)
  }

  /// Without rounds onward, every training begins anew, and the first is the naive student.
  @Test func beginsAnewAndSharesTheFirstTraining() {
    var planner = RecordingPlanner()
    _ = Finetune().student(of: .sample, &planner)
    _ = SelfTraining().student(of: .sample, &planner)
    #expect(planner.trainings.count == 2)
    #expect(planner.requests.allSatisfy { $0.initial == nil })
  }

  @Test func isComparedWithOneTeaching() {
    let control = SelfTraining().matchedControls
    #expect(control.count == 1)
    #expect(control.first?.method as? Finetune == Finetune())
  }
}
