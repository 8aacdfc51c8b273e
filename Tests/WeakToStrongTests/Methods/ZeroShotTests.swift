import Configuration
import Testing
import Training
import WeakToStrong

@Suite struct ZeroShotTests {
  @Test func nobodyIsTrained() {
    var planner = RecordingPlanner()
    let student = ZeroShot().student(of: .sample, &planner)
    #expect(student == .untouched(model: "large", seed: 5))
    #expect(planner.trainings.isEmpty)
  }

  @Test func onlyWhereTheAnswerIsAToken() {
    #expect(problems(ZeroShot(), input: .nextMove, at: word("zero-shot")).isEmpty)
    #expect(
      problems(ZeroShot(), at: word("zero-shot")) == [
        "a.yaml:3:5: method zero-shot is for tasks whose answer is a token, and a head for classes knows "
          + "nothing before it is trained; write prompt, which asks a language model for the class of a text"
      ])
  }

  @Test(arguments: [
    Probe() as any Method, FinetuneThenProbe(), GroundTruthProbe(), Imitation(), Prompting(),
    ShuffledControl(), RandomControl(), ConstantControl(),
  ])
  func methodsThatTakeClassesToBeSharedAreRefused(_ method: any Method) {
    let found = problems(method, input: .nextMove, at: word("x"))
    #expect(found.contains { $0.contains("every position has moves of its own; remove it") })
  }

  @Test(arguments: [
    Finetune() as any Method, ConfidenceFinetuning(), SelfTraining(), GroundTruthControl(),
    SupervisorSplitControl(),
  ])
  func theOthersAreNot(_ method: any Method) {
    #expect(problems(method, input: .nextMove, at: word("x")).isEmpty)
  }
}
