import Testing
import WeakToStrong

/// Scores of tasks whose examples have choices of their own.
@Suite struct ChoiceMetricTests {
  @Test func choicesHaveARateOfLegalAnswersAndNoArea() {
    // Three examples: no choice, the right one, a wrong one.
    let outputs: [Float] = [0.6, 0.4, 0, 0.1, 0.7, 0.2, 0.2, 0.3, 0.5]
    let choices = Predictions(
      probabilities: outputs, classes: 3, truth: [1, 1, 1], areChoices: true)
    #expect(Metric.legalRate.value(choices).map { abs($0 - 2.0 / 3) < 1e-6 } == true)
    #expect(Metric.accuracy.value(choices).map { abs($0 - 1.0 / 3) < 1e-6 } == true)
    #expect(Metric.auroc.value(choices) == nil)
    #expect(AgreementMeasure.kappa.value(student: choices, supervisor: choices) == nil)
    let shared = Predictions(probabilities: outputs, classes: 3, truth: [1, 1, 1])
    #expect(Metric.legalRate.value(shared) == nil)
  }
}
