import Configuration
import Datasets
import Models
import Testing
import Training
import WeakToStrong

@testable import Experiments

@Suite struct ExperimentTests {
  private func training(_ experiment: Experiment, _ model: String) throws -> TrainingConfiguration {
    guard case .network(_, _, let training)? = experiment.models[model]?.kind else {
      throw ConfigurationError([])
    }
    return training
  }

  private func tokenizer(_ experiment: Experiment, _ model: String) throws
    -> TokenizerConfiguration
  {
    guard case .network(_, let tokenizer, _)? = experiment.models[model]?.kind else {
      throw ConfigurationError([])
    }
    return tokenizer
  }

  // MARK: Defaults and inheritance

  @Test func whatAFileLeavesOut() throws {
    let found = try experiment(
      """
      name: least
      task: {source: {generator: relu-network}, splits: {supervisor: 1, transfer: 1, test: 1}}
      models: {a: {architecture: linear}}
      """)
    #expect(found.pairs == .all)
    #expect(found.methods == [MethodEntry(Finetune())])
    #expect(found.seeds == [0])
    #expect(found.training == TrainingConfiguration())
    #expect(try training(found, "a") == TrainingConfiguration())
    #expect(found.statistics == StatisticsConfiguration())
  }

  @Test func modelsInheritTraining() throws {
    let found = try experiment(
      pointsExperiment([
        "{epochs: 2}": "{epochs: 3, rate: 0.1, optimizer: {adamw: {decay: 0.5}}}",
        "hidden: [4]": "hidden: [4], training: {rate: 0.2}",
      ]))
    #expect(try training(found, "small") == found.training)
    var expected = found.training
    expected.rate = 0.2
    #expect(try training(found, "medium") == expected)
    #expect(expected.epochs == 3)
  }

  /// `steps` and `epochs` say the same thing in two ways: what a model says replaces either.
  @Test(arguments: [
    ("{epochs: 5}", "{steps: 7}", Int?.some(7), 2), ("{steps: 7}", "{epochs: 5}", nil, 5),
    ("{steps: 7}", "{steps: 9}", 9, 2), ("{steps: 7}", "{rate: 1}", 7, 2),
    ("{epochs: 5}", "{rate: 1}", nil, 5), ("{steps: 7}", "{steps: null}", nil, 2),
  ])
  func stepsOrEpochs(_ base: String, _ own: String, _ steps: Int?, _ epochs: Int) throws {
    let found = try experiment(
      pointsExperiment(["{epochs: 2}": base, "hidden: [4]": "hidden: [4], training: \(own)"]))
    let medium = try training(found, "medium")
    #expect(medium.steps == steps)
    #expect(medium.epochs == epochs)
  }

  @Test func modelsInheritTheTokenizer() throws {
    let found = try experiment(
      """
      name: texts
      task:
        source: {path: a.jsonl, text: text, label: label}
        splits: {supervisor: 1, transfer: 1, test: 1}
      tokenizer: {kind: bpe, vocabulary: 300}
      models:
        a: {architecture: gpt}
        b: {architecture: gpt, tokenizer: {kind: bpe, vocabulary: 400}}
        c: {architecture: gpt, tokenizer: byte}
      """)
    var source = TrainedTokenizerSource()
    source.vocabulary = 300
    #expect(try tokenizer(found, "a") == TokenizerConfiguration(source))
    source.vocabulary = 400
    #expect(try tokenizer(found, "b") == TokenizerConfiguration(source))
    #expect(try tokenizer(found, "c") == TokenizerConfiguration(ByteTokenizerSource()))
  }

  // MARK: Pairs

  private func pairs(_ text: String) throws -> [String] {
    let found = try experiment(pointsExperiment(["pairs: all": "pairs: \(text)"]))
    return found.pairs.resolved(ladder: found.models.names, supervisorsOnly: [])
      .map { "\($0.supervisor) → \($0.student)" }
  }

  @Test func pairsOfALadder() throws {
    #expect(
      try pairs("all") == [
        "small → small", "small → medium", "small → large", "medium → medium", "medium → large",
        "large → large",
      ])
    #expect(
      try pairs("stronger") == ["small → medium", "small → large", "medium → large"])
    #expect(
      try pairs("[[large, small], [small, large]]") == ["large → small", "small → large"])
  }

  @Test func importedSupervisorsOnlyTeach() throws {
    let found = try experiment(
      """
      name: imported
      task: {source: {path: a.jsonl, text: text, label: label}, splits: {transfer: 1, test: 1}}
      models:
        gpt2: {labels: {path: "w-{seed}.jsonl", probabilities: p}}
        a: {architecture: gpt}
        b: {architecture: gpt}
      pairs: [[gpt2, a], [gpt2, b]]
      """)
    #expect(found.models["gpt2"]?.isSupervisorOnly == true)
    let all = Experiments.Pairs.all.resolved(
      ladder: found.models.names, supervisorsOnly: ["gpt2"])
    #expect(
      all.map { [$0.supervisor, $0.student] } == [
        ["gpt2", "a"], ["gpt2", "b"], ["a", "a"], ["a", "b"], ["b", "b"],
      ])
  }

  // MARK: Methods

  @Test func methodsWithNamesOfTheirOwn() throws {
    let found = try experiment(
      pointsExperiment([
        "[finetune]":
          "[finetune, confidence: {weight: 0.5}, {confidence: {weight: 0.25}, as: quarter}]"
      ]))
    #expect(found.methods.map(\.label) == ["finetune", "confidence", "quarter"])
    var half = ConfidenceFinetuning()
    half.loss.weight = 0.5
    #expect(found.methods[1] == MethodEntry(half))
    #expect(found.methods[2] != MethodEntry(half, label: "quarter"))
    half.loss.weight = 0.25
    #expect(found.methods[2] == MethodEntry(half, label: "quarter"))
  }

  /// The published schema knows the key, so that editors take it.
  @Test func theSchemaHasNamesOfTheirOwn() throws {
    #expect(Experiment.schema.forms(at: ["methods", "0", "as"]) == [.text])
    let text = try JSON.text(of: JSONSchema.value(MethodEntry.schema))
    #expect(text.contains("\"as\" : {"))
  }

  // MARK: What is written is read back

  @Test func everyFormRoundTrips() throws {
    let texts = [
      pointsExperiment(),
      pointsExperiment(["{epochs: 2}": "{steps: 30, selection: [final, weak-validation]}"]),
      pointsExperiment(["[finetune]": "[{finetune: {labels: hard}, as: \"hard: labels\"}]"]),
      pointsExperiment(["pairs: all": "pairs: [[small, large]]"]),
    ]
    for text in texts {
      let value = try experiment(text)
      #expect(try experiment(YAMLWriter.write(value.node)) == value)
    }
  }

  @Test(arguments: shippedExperiments) func shippedFilesRoundTrip(_ name: String) throws {
    let (value, _) = try ExperimentFile.decode(
      Experiment.self, at: "\(shippedFolder)/\(name)")
    #expect(value.name + ".yaml" == name)
    #expect(try experiment(YAMLWriter.write(value.node)) == value)
    #expect(try experiment(YAMLWriter.write(value.smoke.node)) == value.smoke)
  }

  @Test func experimentsAreShipped() { #expect(shippedExperiments.contains("quickstart.yaml")) }

  // MARK: Smoke

  @Test func smokeIsTheSameInSmall() throws {
    let whole = try experiment(
      pointsExperiment([
        "supervisor: 10, transfer: 10": "supervisor: 5000, transfer: 40",
        "seeds: [0]": "seeds: [3, 4]",
        "validation: 10, test: 10": "validation: 500, test: 2000",
        "hidden: [4]": "hidden: [4], training: {steps: 2, evaluations: 1}",
      ]))
    let small = whole.smoke
    #expect(small.name == "points-smoke")
    #expect(small.seeds == [3])
    #expect(
      small.task?.splits == SplitCounts(supervisor: 64, transfer: 40, validation: 32, test: 64))
    #expect(small.statistics.draws == 200)
    #expect(small.methods == whole.methods && small.pairs == whole.pairs)
    #expect(try training(small, "small").steps == 4)
    #expect(try training(small, "small").evaluations == 2)
    #expect(try training(small, "medium").steps == 2)
    #expect(try training(small, "medium").evaluations == 1)
    #expect(small.models.names == whole.models.names)
  }
}
