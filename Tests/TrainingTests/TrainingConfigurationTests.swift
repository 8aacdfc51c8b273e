import Configuration
import Foundation
import Testing

@testable import Training

@Suite struct TrainingConfigurationTests {
  @Test func theDefaultsAreThoseOfTheReference() {
    let training = TrainingConfiguration()
    #expect(training.epochs == 2)
    #expect(training.batch == .examples(32))
    #expect(training.schedule == .cosine)
    #expect(training.optimizer == OptimizerChoice(Adam()))
    #expect(training.clip == nil)
  }

  @Test func readsWhatAFileSays() throws {
    let found = try decode(
      TrainingConfiguration.self,
      mapping([
        "steps": "500", "batch": "full", "rate": "0.5", "schedule": "constant",
        "optimizer": "sgd", "clip": "1", "micro-batch": "8", "selection": "weak-validation",
      ]))
    var expected = TrainingConfiguration()
    expected.steps = 500
    expected.batch = .full
    expected.microBatch = 8
    expected.rate = 0.5
    expected.schedule = .constant
    expected.optimizer = OptimizerChoice(GradientDescent())
    expected.clip = 1
    expected.selection = Selections([.weakValidation])
    #expect(found == expected)
  }

  @Test(
    arguments: [
      (["batch": "0"], "expected a number of examples or full, found '0'"),
      (["rate": "0"], "rate is 0.0"),
      (["steps": "0"], "steps is 0"),
      (["evaluations": "-1"], "evaluations is -1"),
      (
        ["evaluations": "0", "selection": "weak-validation"],
        "selection weak-validation chooses among evaluations, and there are none"
      ),
      (["micro-batch": "0"], "micro-batch is 0"),
      (["clip": "-1"], "clip is -1.0"),
      (["steps": "5", "epochs": "2"], "both steps and epochs are given"),
      (["optimizer": "adamm"], "unknown optimizer 'adamm'"),
      (["selection": "best"], "unknown value 'best'"),
    ] as [(KeyValuePairs<String, String>, String)])
  func refusesWhatMakesNoSense(entries: KeyValuePairs<String, String>, problem: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try decode(TrainingConfiguration.self, mapping(entries))
    }
    #expect(error?.problems.map(\.what) == [problem])
  }

  @Test func namesMicroBatchesWhereThereAreAny() {
    var training = TrainingConfiguration()
    #expect(training.node["micro-batch"] == nil)
    training.microBatch = 8
    #expect(training.node["micro-batch"]?.text == "8")
  }

  @Test func survivesItsOwnEncoding() throws {
    var training = TrainingConfiguration()
    training.optimizer = OptimizerChoice(GradientDescent())
    training.selection = Selections([.final, .groundTruthValidation])
    let data = try JSONEncoder().encode(training)
    #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: data) == training)
    let loss = LossChoice(Confidence(.reference))
    let stored = try JSONEncoder().encode(loss)
    #expect(try JSONDecoder().decode(LossChoice.self, from: stored) == loss)
  }

  @Test(arguments: [
    (10, 5, [0, 2, 4, 6, 8, 10]), (3, 10, [0, 1, 2, 3]), (7, 2, [0, 4, 7]), (7, 1, [0, 7]),
    (7, 0, [0, 7]),
  ])
  func evaluatesAtEvenlySpacedSteps(steps: Int, evaluations: Int, expected: [Int]) {
    var training = TrainingConfiguration()
    training.evaluations = evaluations
    #expect(training.evaluationSteps(of: steps) == expected)
  }

  @Test(arguments: [(100, 32, 8), (64, 32, 4), (5, 32, 2), (1, 1, 2)])
  func countsStepsWithTheLastSmallBatch(examples: Int, batch: Int, steps: Int) {
    var training = TrainingConfiguration()
    training.batch = .examples(batch)
    #expect(training.totalSteps(examples: examples) == steps)
  }
}
