import Configuration
import Datasets
import Foundation
import Models
import Storage
import Testing
import Training
import WeakToStrong

/// One of each stage, with no field at its default.
private enum Example {
  static func fingerprint(_ name: String) -> Fingerprint { Fingerprint(of: name) }

  static var materialize: MaterializeStage {
    var task = TaskConfiguration()
    task.kind = .classification
    task.source = .file(FileSource(path: "a.jsonl", format: .jsonl, label: "label"))
    task.testSource = FileSource(path: "b.jsonl", format: .jsonl, label: "label")
    task.template = Template("Q: {question}")
    task.classes = ["no", "yes"]
    task.balance = true
    task.group = .prefix(column: "question", before: "?")
    task.standardize = true
    task.splits = SplitCounts(supervisor: 1, transfer: 2, validation: 3, test: 4)
    task.seed = 5
    return MaterializeStage(
      task: task, inputs: ["source": fingerprint("a"), "test-source": fingerprint("b")])
  }

  static var tokenize: TokenizeStage {
    var source = FileTokenizerSource()
    source.path = "gpt2"
    return TokenizeStage(
      task: fingerprint("task"), tokenizer: TokenizerConfiguration(source),
      inputs: [fingerprint("vocabulary"), fingerprint("merges")])
  }

  static var train: TrainStage {
    var training = TrainingConfiguration()
    training.epochs = 3
    training.steps = 100
    training.batch = .full
    training.rate = 0.001
    training.schedule = .linear
    training.warmup = 0.25
    training.optimizer = OptimizerChoice(AdamW())
    training.clip = 1
    training.selection = Selections([.weakValidation, .final])
    training.evaluations = 7
    return TrainStage(
      task: fingerprint("task"), tokens: fingerprint("tokens"), split: .transfer,
      labels: .predictions(fingerprint("labels"), hard: true),
      validation: .predictions(fingerprint("validation"), hard: false),
      model: ModelConfiguration(GPT(layers: 2, width: 8, heads: 2, context: 16)),
      loss: LossChoice(Training.Confidence(.reference)), training: training, seed: 7)
  }

  static var pretrain: PretrainStage {
    PretrainStage(
      task: fingerprint("task"), tokens: fingerprint("tokens"), splits: [.transfer],
      model: ModelConfiguration(GPT(layers: 2, width: 8, heads: 2, context: 16)),
      training: train.training, seed: 7)
  }

  static var textLoss: TextLossStage {
    TextLossStage(
      training: fingerprint("training"), selection: .weakValidation, task: fingerprint("task"),
      tokens: fingerprint("tokens"), split: .validation)
  }

  static var prompt: PromptStage {
    PromptStage(
      task: fingerprint("task"), split: .test,
      source: .trained(InitialWeights(fingerprint("training"), .final)),
      tokenizer: TokenizerConfiguration(ByteTokenizerSource()), inputs: [fingerprint("vocabulary")],
      demonstrations: Demonstrations(
        count: 4, labels: .predictions(fingerprint("labels"), hard: false)), context: 512)
  }

  static var features: FeaturesStage {
    FeaturesStage(
      task: fingerprint("task"), tokens: fingerprint("tokens"), split: .transfer,
      source: .trained(InitialWeights(fingerprint("training"), .weakValidation)))
  }

  static var label: LabelStage {
    LabelStage(
      training: fingerprint("training"), selection: .groundTruthValidation,
      task: fingerprint("task"), tokens: fingerprint("tokens"), split: .transfer)
  }

  static var activations: ActivationsStage {
    var model = Pretrained(weights: "minilm")
    (model.layers, model.pooling, model.contextLength) = (3, .mean, 64)
    return ActivationsStage(
      task: fingerprint("task"), tokens: fingerprint("tokens"), split: .transfer, model: model,
      weights: fingerprint("weights"))
  }

  static var imported: ImportStage {
    var labels = ImportedLabels()
    labels.path = "labels-{seed}.jsonl"
    labels.format = .jsonl
    labels.key = "text"
    labels.logits = "z"
    return ImportStage(
      task: fingerprint("task"), split: .validation, labels: labels, seed: 2,
      input: fingerprint("file"))
  }
}

/// A change of one field, named by its path.
private struct Change<Value>: Sendable, CustomTestStringConvertible {
  var field: String
  var apply: @Sendable (inout Value) -> Void

  init(_ field: String, _ apply: @escaping @Sendable (inout Value) -> Void) {
    self.field = field
    self.apply = apply
  }

  var testDescription: String { field }

  /// The fields at the top of `value` that no change names.
  static func unnamed(in value: Value, _ changes: [Change]) -> [String] {
    let named = Set(changes.map { $0.field.prefix { $0 != "." } }.map(String.init))
    return Mirror(reflecting: value).children.compactMap(\.label).filter { !named.contains($0) }
  }
}

@Suite struct FingerprintTests {
  // MARK: What is stored is what is hashed

  private func expectRoundTrip<S: Stage>(_ stage: S) throws {
    let coded = try JSONDecoder().decode(S.self, from: JSONEncoder().encode(stage))
    #expect(coded == stage)
    #expect(coded.fingerprint == stage.fingerprint)
  }

  @Test func everyStageRoundTrips() throws {
    try expectRoundTrip(Example.materialize)
    try expectRoundTrip(Example.tokenize)
    try expectRoundTrip(Example.train)
    try expectRoundTrip(Example.label)
    try expectRoundTrip(Example.pretrain)
    try expectRoundTrip(Example.textLoss)
    try expectRoundTrip(Example.features)
    try expectRoundTrip(Example.prompt)
    try expectRoundTrip(Example.imported)
    try expectRoundTrip(Example.activations)
  }

  /// A change of these numbers means that every stored artifact is computed anew. Where that is meant,
  /// put the new ones here.
  @Test func hashesAreAsTheyWere() {
    #expect(Example.materialize.fingerprint.short == "9b575d3983a0")
    #expect(Example.tokenize.fingerprint.short == "267f5859aa74")
    #expect(Example.train.fingerprint.short == "2f600561f833")
    #expect(Example.label.fingerprint.short == "3f826bd1bfbf")
    #expect(Example.imported.fingerprint.short == "d8e48a6cc665")
    #expect(Example.pretrain.fingerprint.short == "82165428d9e4")
    #expect(Example.textLoss.fingerprint.short == "7d312a6a5a7b")
    #expect(Example.features.fingerprint.short == "0ed450d7d4b8")
    #expect(Example.prompt.fingerprint.short == "f87713470a6f")
  }

  @Test func stagesNameWhatTheyRead() {
    let name = Example.fingerprint
    #expect(Example.materialize.dependencies.isEmpty)
    #expect(Example.tokenize.dependencies == [name("task")])
    #expect(
      Example.train.dependencies
        == ["task", "tokens", "labels", "validation"].map(name))
    #expect(Example.label.dependencies == ["training", "task", "tokens"].map(name))
    #expect(Example.imported.dependencies == [name("task")])
    #expect(Example.activations.dependencies == ["task", "tokens"].map(name))
    var probe = Example.train
    probe.activations = ["test": name("b"), "transfer": name("a")]
    #expect(probe.dependencies == Example.train.dependencies + [name("a"), name("b")].sorted())
    var label = Example.label
    label.activations = name("a")
    #expect(label.dependencies == Example.label.dependencies + [name("a")])
    var further = Example.train
    further.initial = InitialWeights(name("earlier"))
    #expect(further.dependencies == Example.train.dependencies + [name("earlier")])
    #expect(Example.pretrain.dependencies == ["task", "tokens"].map(name))
    #expect(Example.textLoss.dependencies == ["training", "task", "tokens"].map(name))
    var later = Example.pretrain
    later.initial = further.initial
    #expect(later.dependencies == ["task", "tokens", "earlier"].map(name))
    #expect(Example.features.dependencies == ["task", "tokens", "training"].map(name))
    #expect(Example.prompt.dependencies == ["task", "labels", "training"].map(name))
    var alone = Example.prompt
    alone.demonstrations.count = 0
    #expect(alone.dependencies == ["task", "training"].map(name))
  }

  // MARK: Every field counts

  private static let materializeChanges: [Change<MaterializeStage>] = [
    Change("inputs") { $0.inputs["source"] = Fingerprint(of: "other data") },
    Change("scheme") { $0.scheme = 2 },
    Change("task.kind") { $0.task.kind = .features },
    Change("task.source.path") { $0.task.source = .file(FileSource(path: "c.jsonl")) },
    Change("task.source.label") {
      $0.task.source = .file(FileSource(path: "a.jsonl", format: .jsonl, label: "other"))
    },
    Change("task.testSource") { $0.task.testSource = nil },
    Change("task.template") { $0.task.template = Template("Q:  {question}") },
    Change("task.classes") { $0.task.classes = ["yes", "no"] },
    Change("task.values") { $0.task.values = LabelValues([("0", "no"), ("1", "yes")]) },
    Change("task.source.answers") {
      $0.task.source = .file(
        FileSource(
          path: "a.jsonl", format: .jsonl, label: "label", answers: Answers(columns: ["a", "b"])))
    },
    Change("task.balance") { $0.task.balance = false },
    Change("task.group") { $0.task.group = .column("question") },
    Change("task.standardize") { $0.task.standardize = false },
    Change("task.prompt") { $0.task.prompt = .game },
    Change("task.ratings") { $0.task.ratings = RatingRanges() },
    Change("task.splits.supervisor") { $0.task.splits.supervisor = 2 },
    Change("task.splits.transfer") { $0.task.splits.transfer = 1 },
    Change("task.splits.validation") { $0.task.splits.validation = 4 },
    Change("task.splits.test") { $0.task.splits.test = 3 },
    Change("task.seed") { $0.task.seed = 6 },
  ]

  @Test(arguments: materializeChanges)
  private func materialization(_ change: Change<MaterializeStage>) {
    expectChange(Example.materialize, change)
  }

  private static let tokenizeChanges: [Change<TokenizeStage>] = [
    Change("task") { $0.task = Fingerprint(of: "other") },
    Change("tokenizer") { $0.tokenizer = TokenizerConfiguration(ByteTokenizerSource()) },
    Change("tokenizer.vocabulary") {
      var source = TrainedTokenizerSource()
      source.vocabulary = 300
      $0.tokenizer = TokenizerConfiguration(source)
    },
    Change("inputs") { $0.inputs.reverse() },
    Change("context") { $0.context = 64 },
    Change("headTokens") { $0.headTokens = ["yes", "no"] },
    Change("scheme") { $0.scheme = 2 },
  ]

  /// The ids of chess tokens are part of what is hashed; nothing of it where there are none.
  @Test func schemesOfTokensCount() {
    let chess = TokenizeStage(
      task: Example.fingerprint("task"), tokenizer: TokenizerConfiguration(ChessTokenizerSource()),
      inputs: [])
    #expect(chess.identity.contains("\"scheme\":2"))
    var moves = Example.materialize.task
    moves.kind = .nextMove
    #expect(MaterializeStage(task: moves, inputs: [:]).identity.contains("\"scheme\":2"))
    #expect(!Example.tokenize.identity.contains("scheme"))
    #expect(!Example.materialize.identity.contains("scheme"))
  }

  @Test(arguments: tokenizeChanges) private func tokenization(_ change: Change<TokenizeStage>) {
    expectChange(Example.tokenize, change)
  }

  private static let trainChanges: [Change<TrainStage>] = [
    Change("task") { $0.task = Fingerprint(of: "other") },
    Change("tokens") { $0.tokens = nil },
    Change("split") { $0.split = .supervisor },
    Change("labels") { $0.labels = .groundTruth },
    Change("labels.fingerprint") {
      $0.labels = .predictions(Fingerprint(of: "other"), hard: true)
    },
    Change("labels.hard") { $0.labels = .predictions(Fingerprint(of: "labels"), hard: false) },
    Change("validation") { $0.validation = nil },
    Change("validation.truth") { $0.validation = .groundTruth },
    Change("model") { $0.model = TinyTasks.perceptron },
    Change("model.layers") {
      $0.model = ModelConfiguration(GPT(layers: 3, width: 8, heads: 2, context: 16))
    },
    Change("model.context") {
      $0.model = ModelConfiguration(GPT(layers: 2, width: 8, heads: 2, context: 17))
    },
    Change("loss") { $0.loss = LossChoice(CrossEntropy()) },
    Change("loss.weight") {
      var loss = Training.Confidence(.reference)
      loss.weight = 0.25
      $0.loss = LossChoice(loss)
    },
    Change("training.epochs") { $0.training.epochs = 4 },
    Change("training.steps") { $0.training.steps = nil },
    Change("training.batch") { $0.training.batch = .examples(32) },
    Change("training.microBatch") { $0.training.microBatch = 4 },
    Change("training.rate") { $0.training.rate = 0.002 },
    Change("training.schedule") { $0.training.schedule = .cosine },
    Change("training.warmup") { $0.training.warmup = 0 },
    Change("training.optimizer") { $0.training.optimizer = OptimizerChoice(GradientDescent()) },
    Change("training.clip") { $0.training.clip = nil },
    Change("training.selection") { $0.training.selection = Selections([.final]) },
    Change("training.evaluations") { $0.training.evaluations = 8 },
    Change("seed") { $0.seed = 8 },
    Change("activations") { $0.activations = ["transfer": Fingerprint(of: "activations")] },
    Change("activations.test") {
      $0.activations = ["test": Fingerprint(of: "activations")]
    },
    Change("weights") { $0.weights = Fingerprint(of: "other weights") },
    Change("rows") { $0.rows = Fingerprint(of: "rows") },
    Change("testLabels") { $0.testLabels = .groundTruth },
    Change("member") { $0.member = 1 },
    Change("initial") { $0.initial = InitialWeights(Fingerprint(of: "earlier")) },
    Change("initial.selection") {
      $0.initial = InitialWeights(Fingerprint(of: "earlier"), .weakValidation)
    },
  ]

  private static let pretrainChanges: [Change<PretrainStage>] = [
    Change("task") { $0.task = Fingerprint(of: "other") },
    Change("tokens") { $0.tokens = Fingerprint(of: "other") },
    Change("splits") { $0.splits = [.supervisor, .transfer] },
    Change("model") {
      $0.model = ModelConfiguration(GPT(layers: 3, width: 8, heads: 2, context: 16))
    },
    Change("training") { $0.training.rate = 0.002 },
    Change("seed") { $0.seed = 8 },
    Change("weights") { $0.weights = Fingerprint(of: "weights") },
    Change("initial") { $0.initial = InitialWeights(Fingerprint(of: "earlier")) },
  ]

  @Test(arguments: pretrainChanges) private func pretraining(_ change: Change<PretrainStage>) {
    expectChange(Example.pretrain, change)
  }

  private static let textLossChanges: [Change<TextLossStage>] = [
    Change("training") { $0.training = Fingerprint(of: "other") },
    Change("selection") { $0.selection = .final },
    Change("task") { $0.task = Fingerprint(of: "other") },
    Change("tokens") { $0.tokens = Fingerprint(of: "other") },
    Change("split") { $0.split = .test },
  ]

  @Test(arguments: textLossChanges) private func textLosses(_ change: Change<TextLossStage>) {
    expectChange(Example.textLoss, change)
  }

  private static let promptChanges: [Change<PromptStage>] = [
    Change("task") { $0.task = Fingerprint(of: "other") },
    Change("split") { $0.split = .transfer },
    Change("source") { $0.source = .pretrained(Pretrained(weights: "a"), Fingerprint(of: "a")) },
    Change("tokenizer") { $0.tokenizer = TokenizerConfiguration(TrainedTokenizerSource()) },
    Change("inputs") { $0.inputs = [] },
    Change("form.template") { $0.form.template = "{text} {label}" },
    Change("form.separator") { $0.form.separator = "\n" },
    Change("form.words") { $0.form.words = ["a", "b"] },
    Change("form.score") { $0.form.score = .mean },
    Change("form.calibrated") { $0.form.calibrated = true },
    Change("demonstrations.count") { $0.demonstrations.count = 5 },
    Change("demonstrations.labels") { $0.demonstrations.labels = .groundTruth },
    Change("demonstrations.split") { $0.demonstrations.split = .supervisor },
    Change("demonstrations.seed") { $0.demonstrations.seed = 1 },
    Change("demonstrations.balanced") { $0.demonstrations.balanced = false },
    Change("context") { $0.context = nil },
  ]

  @Test(arguments: promptChanges) private func prompting(_ change: Change<PromptStage>) {
    expectChange(Example.prompt, change)
  }

  private static let featuresChanges: [Change<FeaturesStage>] = [
    Change("task") { $0.task = Fingerprint(of: "other") },
    Change("tokens") { $0.tokens = nil },
    Change("split") { $0.split = .test },
    Change("source") { $0.source = .trained(InitialWeights(Fingerprint(of: "training"))) },
    Change("source.untouched") {
      $0.source = .untouched(TinyTasks.perceptron, seed: 1, split: .transfer)
    },
    Change("weights") { $0.weights = Fingerprint(of: "weights") },
  ]

  @Test(arguments: featuresChanges) private func features(_ change: Change<FeaturesStage>) {
    expectChange(Example.features, change)
  }

  @Test(arguments: trainChanges) private func training(_ change: Change<TrainStage>) {
    expectChange(Example.train, change)
  }

  private static let labelChanges: [Change<LabelStage>] = [
    Change("training") { $0.training = Fingerprint(of: "other") },
    Change("selection") { $0.selection = .final },
    Change("task") { $0.task = Fingerprint(of: "other") },
    Change("tokens") { $0.tokens = nil },
    Change("split") { $0.split = .test },
    Change("activations") { $0.activations = Fingerprint(of: "activations") },
  ]

  @Test(arguments: labelChanges) private func labelling(_ change: Change<LabelStage>) {
    expectChange(Example.label, change)
  }

  private static let importChanges: [Change<ImportStage>] = [
    Change("task") { $0.task = Fingerprint(of: "other") },
    Change("split") { $0.split = .test },
    Change("labels.path") { $0.labels.path = "other.jsonl" },
    Change("labels.key") { $0.labels.key = "txt" },
    Change("labels.column") { $0.labels.logits = "logits" },
    Change("labels.kind") {
      $0.labels.probabilities = "z"
      $0.labels.logits = nil
    },
    Change("seed") { $0.seed = 3 },
    Change("input") { $0.input = Fingerprint(of: "other data") },
  ]

  @Test(arguments: importChanges) private func importing(_ change: Change<ImportStage>) {
    expectChange(Example.imported, change)
  }

  private static let activationsChanges: [Change<ActivationsStage>] = [
    Change("task") { $0.task = Fingerprint(of: "other") },
    Change("tokens") { $0.tokens = Fingerprint(of: "other") },
    Change("split") { $0.split = .test },
    Change("model.weights") { $0.model.weights = "other" },
    Change("model.layers") { $0.model.layers = 4 },
    Change("model.pooling") { $0.model.pooling = .last },
    Change("model.context") { $0.model.contextLength = nil },
    Change("weights") { $0.weights = Fingerprint(of: "other") },
  ]

  @Test(arguments: activationsChanges)
  private func hiddenStates(_ change: Change<ActivationsStage>) {
    expectChange(Example.activations, change)
  }

  /// Entries that differ in their heads share their hidden states.
  @Test func headsShareHiddenStates() {
    var model = Example.activations.model
    (model.headTokens, model.headBias, model.finetuning) = ([" no", " yes"], true, .full)
    var other = ActivationsStage(
      task: Example.activations.task, tokens: Example.activations.tokens, split: .transfer,
      model: model, weights: Example.activations.weights)
    #expect(other.fingerprint == Example.activations.fingerprint)
    other.model.headBias = true
    #expect(other.fingerprint != Example.activations.fingerprint)
  }

  private func expectChange<S: Stage>(_ stage: S, _ change: Change<S>) {
    var changed = stage
    change.apply(&changed)
    #expect(changed != stage)
    #expect(changed.fingerprint != stage.fingerprint, "\(change.field) is not hashed")
  }

  /// A field that is added later needs a change above.
  @Test func noFieldIsForgotten() {
    #expect(Change.unnamed(in: Example.materialize, Self.materializeChanges) == [])
    #expect(Change.unnamed(in: Example.tokenize, Self.tokenizeChanges) == [])
    #expect(Change.unnamed(in: Example.train, Self.trainChanges) == [])
    #expect(Change.unnamed(in: Example.label, Self.labelChanges) == [])
    #expect(Change.unnamed(in: Example.pretrain, Self.pretrainChanges) == [])
    #expect(Change.unnamed(in: Example.textLoss, Self.textLossChanges) == [])
    #expect(Change.unnamed(in: Example.features, Self.featuresChanges) == [])
    #expect(Change.unnamed(in: Example.prompt, Self.promptChanges) == [])
    #expect(Change.unnamed(in: Example.imported, Self.importChanges) == [])
    #expect(Change.unnamed(in: Example.activations, Self.activationsChanges) == [])
    let training = Self.trainChanges.filter { $0.field.hasPrefix("training.") }
      .map { Change<TrainingConfiguration>(String($0.field.dropFirst(9))) { _ in } }
    #expect(Change.unnamed(in: Example.train.training, training) == [])
    let task = Self.materializeChanges.filter { $0.field.hasPrefix("task.") }
      .map { Change<TaskConfiguration>(String($0.field.dropFirst(5))) { _ in } }
    #expect(Change.unnamed(in: Example.materialize.task, task) == [])
  }

  @Test func kindAndRevisionCount() {
    struct Renamed: Stage {
      static let kind = "renamed"
      static let revision = 1
      var dependencies: [Fingerprint] { [] }
      func run(_ context: StageContext) -> Artifact { Artifact() }
    }
    struct Revised: Stage {
      static let kind = "renamed"
      static let revision = 2
      var dependencies: [Fingerprint] { [] }
      func run(_ context: StageContext) -> Artifact { Artifact() }
    }
    struct Original: Stage {
      static let kind = "original"
      static let revision = 1
      var dependencies: [Fingerprint] { [] }
      func run(_ context: StageContext) -> Artifact { Artifact() }
    }
    let all = [Renamed().fingerprint, Revised().fingerprint, Original().fingerprint]
    #expect(Set(all).count == 3)
  }
}
