import Autograd
import Foundation
import Kernels
import Testing

@testable import Models
@testable import Training

/// What PyTorch computed (Fixtures/language/generate.py) for models of ModelsTests.
private struct LanguageFixture: Decodable {
  var texts: [[Int32]]
  var rate: Double
  var losses: [String: [Double]]

  static let models = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../ModelsTests/Fixtures/models").standardizedFileURL.path

  static func folder() throws -> URL {
    try #require(Bundle.module.resourceURL).appending(path: "Fixtures/language")
  }

  static func read() throws -> LanguageFixture {
    try JSONDecoder().decode(
      LanguageFixture.self, from: Data(contentsOf: folder().appending(path: "losses.json")))
  }
}

@Suite struct GenerativeTests {
  private static func texts(
    count: Int = 40, vocabulary: Int = 20, length: Int = 30
  ) -> ExampleSet {
    ExampleSet(
      .tokens(
        PackedTokens(
          (0..<count).map { k in
            (0..<2 + (7 * k) % length).map { Int32(($0 * (k % 5 + 1) + k) % vocabulary) }
          })))
  }

  private static func model(
    vocabulary: Int = 20,
    _ architecture: any Architecture = GPT(
      layers: 2, width: 16, heads: 2, context: 32)
  ) throws -> LanguageModel {
    try architecture.languageModel(
      vocabulary: vocabulary, seed: 3, weights: WeightsRoot("Weights"))
  }

  private static var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.batch = .examples(24)
    configuration.rate = 0.01
    configuration.steps = 6
    configuration.clip = 1
    return configuration
  }

  // MARK: The reference

  /// Losses of the batch before each step, and all weights after three steps of Adam.
  @Test(arguments: ["gpt2-tied", "llama-tied", "neox-sequential"], [nil, 5])
  func stepsAreThoseOfPyTorch(name: String, microBatch: Int?) throws {
    let fixture = try LanguageFixture.read()
    let root = WeightsRoot(LanguageFixture.models)
    let model = try Pretrained(weights: name).languageModel(vocabulary: 40, seed: 0, weights: root)
    var configuration = TrainingConfiguration()
    (configuration.batch, configuration.steps) = (.full, 3)
    (configuration.rate, configuration.schedule) = (fixture.rate, .constant)
    configuration.microBatch = microBatch
    let trainer = try Trainer(
      model, texts: ExampleSet(.tokens(PackedTokens(fixture.texts))),
      configuration: configuration, seed: 0, team: WorkerTeam(threads: 2))
    var losses: [Double] = []
    _ = try trainer.run(progress: { losses.append($0.loss) })
    for (found, expected) in zip(losses, try #require(fixture.losses[name])) {
      #expect(abs(found - expected) < 2e-5 * expected)
    }
    let after = try Pretrained(weights: try LanguageFixture.folder().path + "/" + name)
      .languageModel(vocabulary: 40, seed: 0, weights: root)
    #expect(after.parameters.parameters.count == model.parameters.parameters.count)
    for parameter in model.parameters.parameters {
      let expected = try #require(after.parameters[parameter.name]).array
      // Adam moves by the rate where a gradient is zero but for rounding: a bias of all keys.
      let width = model.transformer.width
      let keys = parameter.name.hasSuffix(".attention.bias") ? width..<2 * width : 0..<0
      let differences = zip(parameter.array, expected).enumerated()
        .filter { !keys.contains($0.offset) }.map { abs($0.element.0 - $0.element.1) }
      #expect(differences.count { $0 > 1e-4 } <= differences.count / 20, "\(parameter.name)")
      #expect(differences.reduce(0, max) < 0.07, "\(parameter.name)")
    }
  }

  // MARK: One loss, whatever the cut

  private static func bytes(_ trainer: Trainer) -> [UInt32] {
    trainer.model.parameters.trainableValues.map(\.bitPattern)
  }

  @Test(arguments: [nil, 7]) func threadsChangeNoByte(microBatch: Int?) throws {
    var configuration = Self.configuration
    configuration.microBatch = microBatch
    configuration.selection = Selections(Selection.allCases)
    let texts = Self.texts()
    var results: [[UInt32]] = []
    var curves: [TrainingCurve] = []
    for threads in [1, 2, 3] {
      let trainer = try Trainer(
        Self.model(), texts: texts, evaluations: [EvaluationSet("validation", texts)],
        configuration: configuration, seed: 3, team: WorkerTeam(threads: threads))
      _ = try trainer.run()
      results.append(Self.bytes(trainer))
      curves.append(trainer.curve)
    }
    #expect(results.dropFirst().allSatisfy { $0 == results[0] })
    #expect(curves.dropFirst().allSatisfy { $0 == curves[0] })
  }

  /// Lanes, micro-batches and pieces of logits are roundings; the loss is the mean over tokens.
  @Test func cutsChangeRoundingsAlone() throws {
    func gradient(microBatch: Int?, logits: Int?) throws -> (Double, [Float]) {
      var configuration = Self.configuration
      (configuration.batch, configuration.microBatch) = (.full, microBatch)
      let model = try Self.model()
      if let logits { model.logitLimit = logits }
      let trainer = try Trainer(
        model, texts: Self.texts(), configuration: configuration, seed: 3,
        team: WorkerTeam(threads: 2))
      let loss = try trainer.differentiate(nil)
      let store = model.parameters
      return (
        loss, Array(UnsafeBufferPointer(start: store.gradients, count: store.trainableCount))
      )
    }
    let (loss, whole) = try gradient(microBatch: nil, logits: nil)
    let scale = whole.reduce(0) { max($0, abs($1)) }
    #expect(scale > 1e-3)
    for (microBatch, logits) in [(1, nil), (7, nil), (nil, 1), (5, 400)] as [(Int?, Int?)] {
      let (other, parts) = try gradient(microBatch: microBatch, logits: logits)
      #expect(abs(other - loss) < 1e-6)
      #expect(zip(parts, whole).allSatisfy { abs($0 - $1) < 1e-5 * scale })
    }
    // The untrained model is near the uniform distribution.
    #expect(abs(loss - Foundation.log(20)) < 0.1)
  }

  /// The curve's loss is the mean over all tokens of a set that are predicted.
  @Test func curveIsNatsPerToken() throws {
    let texts = Self.texts(count: 300)
    let model = try Self.model()
    let trainer = try Trainer(
      model, texts: texts, evaluations: [EvaluationSet("test", texts)],
      configuration: Self.configuration, seed: 3, team: WorkerTeam(threads: 2))
    _ = try trainer.run()
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let packed = texts.inputs.requiredTokens
    let whole = model.nextTokenLoss(packed, on: tape) / Double(packed.predictedCount)
    let score = try #require(trainer.curve.points.last?.scores(of: "test")?.groundTruth)
    #expect(abs(score.loss - whole) < 1e-5)
    #expect(score.accuracy == nil)
    #expect(trainer.curve.points.last?.scores(of: "test")?.weak == score)
  }

  /// 1500 rows of 30,000 logits and their gradients are 360 MB.
  @Test func logitsAreNeverThereAllAtOnce() throws {
    let vocabulary = 30_000
    let texts = ExampleSet(
      .tokens(
        PackedTokens(
          (0..<24).map { k in (0..<64).map { Int32(($0 * 467 + k * 1201) % vocabulary) } })))
    let trainer = try Trainer(
      Self.model(
        vocabulary: vocabulary, GPT(layers: 1, width: 8, heads: 2, context: 64)),
      texts: texts, configuration: Self.configuration, seed: 3, team: WorkerTeam(threads: 2))
    _ = try trainer.differentiate(nil)
    #expect(trainer.space.pools.peakBytes < 90 << 20)
  }

  // MARK: What is learned

  @Test(arguments: [GPT.name, Llama.name, GPTNeoX.name])
  func rhythmsAreLearned(name: String) throws {
    var llama = Llama()
    (llama.width, llama.contextLength) = (16, 32)
    var neox = GPTNeoX()
    (neox.width, neox.contextLength, neox.rotaryFraction) = (16, 32, 0.5)
    let architectures: [any Architecture] = [
      GPT(layers: 2, width: 16, heads: 2, context: 32), llama, neox,
    ]
    let architecture = try #require(architectures.first { type(of: $0).name == name })
    var configuration = Self.configuration
    (configuration.steps, configuration.rate) = (60, 0.02)
    configuration.selection = Selections([.final, .groundTruthValidation, .weakValidation])
    let trainer = try Trainer(
      Self.model(architecture), texts: Self.texts(),
      evaluations: [EvaluationSet("validation", Self.texts(count: 11))],
      configuration: configuration, seed: 3, team: WorkerTeam())
    _ = try trainer.run()
    let losses = trainer.curve.points.compactMap {
      $0.scores(of: "validation")?.groundTruth?.loss
    }
    #expect(losses[0] > 2.8)
    #expect(try #require(losses.last) < 1)
    // Selections take the lowest loss, and labels of neither kind are needed.
    let best = try #require(
      trainer.curve.points.dropFirst().min {
        ($0.sets[0].weak?.loss ?? .infinity) < ($1.sets[0].weak?.loss ?? .infinity)
      })
    for selection in [Selection.groundTruthValidation, .weakValidation] {
      #expect(trainer.checkpoint(selection).attributes["step"] == .integer(best.step))
    }
  }

  private static func model(_ architecture: any Architecture) throws -> LanguageModel {
    try model(vocabulary: 20, architecture)
  }

  // MARK: What is left out and what is refused

  @Test func shortTextsAreLeftOutAndLongOnesCut() throws {
    let texts = ExampleSet(
      .tokens(PackedTokens([[], [1], [1, 2], Array(repeating: 3, count: 99)])))
    var configuration = Self.configuration
    configuration.batch = .full
    let trainer = try Trainer(
      Self.model(), texts: texts, configuration: configuration, seed: 3, team: WorkerTeam())
    #expect(trainer.objective.count == 2)
    #expect(try trainer.differentiate(nil).isFinite)
  }

  @Test func whatPredictsNothingIsRefused() throws {
    func refusal(
      _ texts: ExampleSet, evaluations: [EvaluationSet] = [], selection: Selection = .final
    ) -> TrainingError? {
      var configuration = Self.configuration
      configuration.selection = Selections([selection])
      return #expect(throws: TrainingError.self) {
        try Trainer(
          Self.model(), texts: texts, evaluations: evaluations, configuration: configuration,
          seed: 3, team: WorkerTeam())
      }
    }
    #expect(
      refusal(ExampleSet(.tokens(PackedTokens([[1], [2]]))))?.description
        == "training set: no text has two tokens, of which one predicts the other; "
        + "give it longer texts and the model a longer context")
    #expect(
      refusal(ExampleSet(.tokens(PackedTokens([[1, 20]]))))?.description.contains("token 20")
        == true)
    #expect(
      refusal(ExampleSet(.features(values: [1], rows: 1, columns: 1)))?.description
        == "training set: examples are features, not texts; choose a task of texts")
    #expect(
      refusal(Self.texts(), selection: .weakValidation) == .missingValidation(.weakValidation))
    let empty = EvaluationSet("test", ExampleSet(.tokens(PackedTokens([[1]]))))
    #expect(refusal(Self.texts(), evaluations: [empty])?.description.hasPrefix("test set") == true)
  }

  @Test(arguments: [BERT.name, BagOfWords.name, MultilayerPerceptron.name, LinearModel.name])
  func onlyDecodersPredict(name: String) throws {
    let all: [any Architecture] = [
      BERT(), BagOfWords(), MultilayerPerceptron(), LinearModel(),
    ]
    let architecture = try #require(all.first { type(of: $0).name == name })
    let error = #expect(throws: ModelError.self) { try Self.model(architecture) }
    #expect(
      error?.description
        == "architecture \(name): does not predict the next token; choose a decoder such as gpt")
  }

  @Test func pretrainedModelsThatCannot() throws {
    let root = WeightsRoot(LanguageFixture.models)
    for name in ["bert-body", "bert-masked"] {
      let error = #expect(throws: ModelError.self) {
        try Pretrained(weights: name).languageModel(vocabulary: 40, seed: 0, weights: root)
      }
      #expect(error?.description.contains("has no language-model head") == true)
    }
    var head = Pretrained(weights: "gpt2-tied")
    head.finetuning = .head
    let error = #expect(throws: ModelError.self) {
      try head.languageModel(vocabulary: 40, seed: 0, weights: root)
    }
    #expect(error?.description.contains("write finetuning: full or lora") == true)
  }

  /// Additions alone move; the frozen weights of the file are not in the store.
  @Test(arguments: [false, true]) func lowRankAdditionsLearn(checkpointing: Bool) throws {
    var pretrained = Pretrained(weights: "gpt2-tied")
    pretrained.finetuning = .lora
    pretrained.checkpointing = checkpointing
    let model = try pretrained.languageModel(
      vocabulary: 40, seed: 0, weights: WeightsRoot(LanguageFixture.models))
    #expect(model.parameters.trainable.allSatisfy { $0.name.contains(".adapter.") })
    var configuration = Self.configuration
    configuration.steps = 40
    let trainer = try Trainer(
      model, texts: Self.texts(vocabulary: 40, length: 14), configuration: configuration, seed: 3,
      team: WorkerTeam())
    _ = try trainer.run()
    let losses = trainer.curve.points.compactMap(\.trainLoss)
    #expect(try #require(losses.last) < 0.9 * losses[0])
  }
}
