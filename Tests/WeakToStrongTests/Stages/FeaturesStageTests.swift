import Datasets
import Kernels
import Models
import Storage
import Testing
import Training
import WeakToStrong

@Suite struct FeaturesStageTests {
  private let texts: TextTask
  private var store: TemporaryStore { texts.store }

  init() throws { texts = try TextTask() }

  private func features(
    _ source: FeaturesStage.Source, _ split: Split = .test, of pairs: Bool = false
  ) -> FeaturesStage {
    FeaturesStage(
      task: pairs ? texts.pairs : texts.task, tokens: texts.tokens, split: split, source: source)
  }

  /// The head that was trained, on stored hidden states, gives the model's own probabilities.
  @Test func ofATrainedModelWithItsHead() throws {
    let training = try store.run(texts.train(TextTask.gpt))
    let artifact = try store.artifact(features(.trained(InitialWeights(training))))
    let h = try artifact.float32("features", shape: [8, 8], in: "")
    let head = try #require(
      try texts.parameters(store.store.read(training))["head.weight"])
    let expected = try store.artifact(
      LabelStage(
        training: training, selection: .final, task: texts.task, tokens: texts.tokens,
        split: .test)
    ).float32("probabilities", in: "")
    var logits: [Float] = []
    for row in 0..<8 {
      for output in 0..<2 {
        logits.append((0..<8).reduce(0) { $0 + h[row * 8 + $1] * head[output * 8 + $1] })
      }
    }
    let found = softmax(logits, columns: 2)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// A generative training has the hidden states of a classifier that begins with it.
  @Test(arguments: ["gpt", "full", "lora"]) func afterTexts(name: String) throws {
    let model =
      name == "gpt"
      ? TextTask.gpt
      : ModelConfiguration(TextTask.pretrained("gpt2-tied", Finetuning(rawValue: name) ?? .full))
    let pretrain = try store.run(texts.pretrain(model))
    let classifier = try store.run(
      texts.train(model, initial: InitialWeights(pretrain), TextTask.still))
    let found = try store.artifact(features(.trained(InitialWeights(pretrain))))
    let expected = try store.artifact(features(.trained(InitialWeights(classifier))))
    #expect(found == expected)
    let untouched = try store.artifact(features(.untouched(model, seed: 3, split: .transfer)))
    #expect(untouched["features"] != found["features"])
  }

  /// Before training, the weights are those that a training on that split begins with.
  @Test func ofAnUntouchedModel() throws {
    let still = try store.run(texts.train(TextTask.gpt, TextTask.still))
    let expected = try store.artifact(features(.trained(InitialWeights(still))))
    func untouched(_ seed: UInt64, _ split: Split) throws -> Artifact {
      try store.artifact(features(.untouched(TextTask.gpt, seed: seed, split: split)))
    }
    #expect(try untouched(3, .transfer) == expected)
    #expect(try untouched(3, .supervisor) != expected)
    #expect(try untouched(4, .transfer) != expected)
  }

  /// Both ways to the hidden states of an untouched pretrained model.
  @Test(arguments: ["gpt2-tied", "bert-body"]) func pretrainedModels(name: String) throws {
    let model = TextTask.pretrained(name)
    let found = try store.artifact(
      features(.untouched(ModelConfiguration(model), seed: 0, split: .transfer)))
    let expected = try store.artifact(
      ActivationsStage(
        task: texts.task, tokens: texts.tokens, split: .test, model: model,
        weights: Fingerprint(of: "weights")))
    let (a, b) = (
      try found.float32("features", in: ""), try expected.float32("features", in: "")
    )
    #expect(a.count == b.count)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(found.attributes["width"] == expected.attributes["width"])
  }

  @Test func threadsChangeNoByte() throws {
    let stage = features(.untouched(TextTask.gpt, seed: 3, split: .transfer), .transfer)
    #expect(try store.bytes(stage) == store.bytes(stage, threads: 3))
  }

  /// A probe on them learns and labels as on any hidden states.
  @Test func probes() throws {
    let training = try store.run(texts.train(TextTask.gpt) { $0.steps = 60 })
    var activations: [String: Fingerprint] = [:]
    for split in [Split.transfer, .validation, .test] {
      activations[split.rawValue] = try store.run(
        features(.trained(InitialWeights(training)), split))
    }
    var stage = texts.train(ModelConfiguration(LinearModel())) {
      ($0.optimizer, $0.batch) = (OptimizerChoice(LBFGS()), .full)
    }
    stage.activations = activations
    let artifact = try store.artifact(stage)
    let curve = try TrainingCurve(artifact, sets: ["validation", "test"], file: "")
    let losses = curve.points.compactMap(\.trainLoss)
    #expect(try #require(losses.last) < losses[0])
  }

  /// The sides of a pair go through one head: who stands where does not matter.
  @Test func probesOfPairs() throws {
    var activations: [String: Fingerprint] = [:]
    for split in [Split.transfer, .validation, .test] {
      let stage = features(.untouched(TextTask.gpt, seed: 3, split: .transfer), split, of: true)
      activations[split.rawValue] = try store.run(stage)
    }
    let stored = try store.store.read(try #require(activations["test"]))
    #expect(try stored.array("features", in: "").shape == [4, 16])
    #expect(stored.attributes["width"] == .integer(8))
    var linear = LinearModel()
    linear.sides = 2
    var stage = texts.train(ModelConfiguration(linear))
    (stage.task, stage.activations) = (texts.pairs, activations)
    let parameters = try texts.parameters(store.artifact(stage))
    #expect(parameters["head.weight"]?.count == 8)
  }

  @Test func modelsWithoutHiddenStates() throws {
    let stage = features(.untouched(ModelConfiguration(BagOfWords()), seed: 3, split: .transfer))
    let error = #expect(throws: ModelError.self) { try store.artifact(stage) }
    #expect(
      error?.description
        == "architecture bag-of-words: it has no hidden states; choose a network")
  }
}
