import Testing
import Training
import WeakToStrong

/// Labels of tasks whose examples have choices of their own: class 0 is an answer that is none of them.
@Suite struct ChoiceLabelsTests {
  @Test func labelsAmongChoicesLeaveOutTheAnswerThatIsNone() {
    let labels = Targets.probabilities([0.5, 0.25, 0.25, 0.2, 0.8, 0, 1, 0, 0], classes: 3)
    #expect(
      labels.amongChoices
        == .probabilities([0, 0.5, 0.5, 0, 1, 0, 1, 0, 0], classes: 3))
  }

  @Test func drawsFollowTheProbabilities() {
    let rows = 6000
    let labels = Targets.probabilities(
      (0..<rows).flatMap { _ in [Float(0.4), 0.1, 0.3, 0.2] }, classes: 4)
    let any = SampledLabels().labels(material([labels], truth: classes(rows, of: 4), classes: 4))
    for (label, share) in [0.4, 0.1, 0.3, 0.2].enumerated() {
      #expect(abs(Double(any.hardened.count { $0 == label }) - share * 6000) < 180)
    }
    #expect(any.values.allSatisfy { $0 == 0 || $0 == 1 })
    var own = material([labels], truth: classes(rows, of: 4), classes: 4)
    own.areChoices = true
    let made = SampledLabels().labels(own)
    for (label, share) in [0.0, 1.0 / 6, 3.0 / 6, 2.0 / 6].enumerated() {
      #expect(abs(Double(made.hardened.count { $0 == label }) - share * 6000) < 180)
    }
  }

  @Test func drawsAreThoseOfTheSeed() {
    let labels = binary([Float](repeating: 0.5, count: 200))
    func drawn(_ seed: UInt64) -> Targets {
      SampledLabels().labels(material([labels], truth: classes(200, of: 2), seed: seed))
    }
    #expect(drawn(1) == drawn(1))
    #expect(drawn(1) != drawn(2))
  }

  @Test func aSureLabelIsDrawn() {
    let truth = classes(50, of: 3)
    let drawn = SampledLabels().labels(
      material([.classes(truth, of: 3)], truth: truth, classes: 3))
    #expect(drawn.hardened == truth)
  }

  @Test func aStudentOfSampledLabelsIsTaughtByTheDraws() throws {
    var planner = RecordingPlanner()
    var method = Finetune()
    method.options.labels = .sampled
    _ = method.student(of: .sample, &planner)
    #expect(planner.trainings == ["large from sampled(small): cross-entropy, soft"])
    let teacher = try #require(planner.requests.first?.teacher)
    #expect(
      teacher
        == .derived(
          DerivedLabels(
            SampledLabels(), of: [MethodCell.sample.supervisor], seed: 5, title: "sampled(small)")))
  }

  @Test func confidentRowsOfChoicesAreThoseOfAllExamples() {
    let labels = Targets.probabilities(
      [0, 0.9, 0.1, 0, 0.8, 0.2, 0, 0.3, 0.7, 0, 0.4, 0.6], classes: 3)
    var material = material([labels], truth: [1, 1, 2, 2], classes: 3)
    #expect(ConfidentRows().rows(material) == [0, 2])
    material.areChoices = true
    #expect(ConfidentRows().rows(material) == [0, 1])
  }
}
