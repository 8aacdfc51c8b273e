import Configuration
import Datasets
import Foundation
import Kernels
import Models
import Storage
import Testing
import Training

@testable import WeakToStrong

/// What transformers computed (Fixtures/prompts/generate.py).
private struct PromptFixture: Decodable {
  struct Case: Decodable {
    var demonstrations: Int
    var mean: Bool
    var calibrated: Bool
    var free: [Double]
    var probabilities: [Float]
  }
  var words: [String]
  var demonstrations: [String]
  var labels: [Int]
  var texts: [String]
  var cases: [Case]

  static let folder = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../Fixtures/prompts").standardizedFileURL

  static func read() throws -> PromptFixture {
    try JSONDecoder().decode(
      PromptFixture.self, from: Data(contentsOf: folder.appendingPathComponent("prompts.json")))
  }

  static let model = Pretrained(weights: folder.appendingPathComponent("gpt2-bytes").path)

  static func languageModel() throws -> LanguageModel {
    try model.source(in: WeightsRoot("Weights")).languageModel()
  }

  func writer(_ form: PromptForm = PromptForm(), context: Int = 160) throws -> PromptWriter {
    PromptWriter(
      tokenizer: ByteTokenizer(), prefix: [], form: form, parts: try #require(form.parts),
      words: words, context: context)
  }
}

@Suite struct PromptTests {
  // MARK: The reference

  @Test(arguments: 0..<8, [1, 2]) func probabilitiesAreThoseOfTransformers(
    number: Int, threads: Int
  ) throws {
    let fixture = try PromptFixture.read()
    let expected = fixture.cases[number]
    var form = PromptForm()
    (form.score, form.calibrated) = (expected.mean ? .mean : .sum, expected.calibrated)
    let writer = try fixture.writer(form)
    let shown = zip(fixture.demonstrations, fixture.labels)
      .map { writer.demonstration($0, class: $1) }
    var scorer = PromptScorer(
      model: try PromptFixture.languageModel(), writer: writer, demonstrations: shown,
      team: WorkerTeam(threads: threads))
    let all = Array(shown.indices.prefix(expected.demonstrations))
    let found = try scorer.probabilities(of: fixture.texts.map { ($0, all) })
    #expect(zip(found, expected.probabilities).allSatisfy { abs($0 - $1) < 2e-5 })
    #expect(found.count == expected.probabilities.count)
    #expect(scorer.dropped == 0 && scorer.shortened == 0)
    let free = try scorer.contentFree(after: all)
    #expect(zip(free, expected.free).allSatisfy { abs($0 - $1) < 2e-5 * max($1, 0.1) })
  }

  /// Words of one token share a pass; what is asked for is the same.
  @Test func continuationsShareTheirPrompts() throws {
    let model = try PromptFixture.languageModel()
    let prompt: [Int32] = [1, 2, 3, 200]
    let all = [[7], [8], [8, 9], [8, 10], [7]].map {
      Continuation(tokens: prompt + $0, given: 4)
    }
    let together = model.logProbabilities(of: all, team: WorkerTeam(threads: 2))
    for (continuation, value) in zip(all, together) {
      let alone = model.logProbabilities(of: [continuation], team: WorkerTeam())
      #expect(abs(alone[0] - value) < 1e-4)
    }
    // Over all tokens probabilities sum to one.
    let every = (0..<256).map { Continuation(tokens: prompt + [Int32($0)], given: 4) }
    let sum = model.logProbabilities(of: every, team: WorkerTeam()).reduce(0) { $0 + exp($1) }
    #expect(abs(sum - 1) < 1e-5)
  }

  // MARK: Prompts that fit

  @Test func promptsLoseWholeDemonstrationsFromTheFront() throws {
    let fixture = try PromptFixture.read()
    let writer = try fixture.writer(context: 60)
    let shown = zip(fixture.demonstrations, fixture.labels)
      .map { writer.demonstration($0, class: $1) }
    let lengths = shown.map(\.utf8.count)
    #expect(lengths == [21, 28, 25])
    // "Text: x\nLabel:" is 14 bytes, " yes!" 5, of which the last is not read.
    func prompt(_ text: String, _ all: [Int]) throws -> PromptWriter.Prompt {
      let prompts = try writer.prompts(
        for: [(text, all)], demonstrations: shown, team: WorkerTeam())
      return prompts[0]
    }
    let two = try prompt("x", [0, 1, 2])
    #expect(two.demonstrations == [2])
    #expect(!two.isShortened)
    let tokens = two.continuations[1].tokens
    #expect(
      String(decoding: tokens.map { UInt8($0) }, as: UTF8.self)
        == shown[2] + "Text: x\nLabel: yes!")
    #expect(two.continuations.map(\.count) == [3, 5])
    #expect(try prompt("x", [2, 0]).demonstrations == [0])
    // No room for any; then none for all of the text, whose end stays.
    let long = String(repeating: "abc ", count: 20)
    let cut = try prompt(long, [0, 1, 2])
    #expect(cut.demonstrations == [])
    #expect(cut.isShortened)
    #expect(cut.continuations.allSatisfy { $0.tokens.count - 1 == 60 })
    #expect(
      String(decoding: cut.continuations[0].tokens.map { UInt8($0) }, as: UTF8.self)
        .hasSuffix("abc abc \nLabel: no"))
  }

  @Test func specialTokensStayInFront() throws {
    let fixture = try PromptFixture.read()
    let parts = try #require(PromptForm().parts)
    let writer = PromptWriter(
      tokenizer: ByteTokenizer(), prefix: [255], form: PromptForm(), parts: parts,
      words: fixture.words, context: 20)
    let prompts = try writer.prompts(
      for: [("x", []), ("a text of some length", [])], demonstrations: [], team: WorkerTeam())
    for prompt in prompts {
      for continuation in prompt.continuations {
        #expect(continuation.tokens.first == 255)
        #expect(continuation.tokens.count - 1 <= 20)
      }
    }
    #expect(prompts.map(\.isShortened) == [false, true])
  }

  @Test func nothingToAskWith() throws {
    let fixture = try PromptFixture.read()
    let writer = try fixture.writer(context: 3)
    #expect(throws: DatasetError.self) {
      try writer.prompts(for: [("x", [])], demonstrations: [], team: WorkerTeam())
    }
  }

  // MARK: Forms

  @Test func templates() throws {
    var form = PromptForm()
    #expect(
      form.parts == PromptParts(before: "Text: ", question: "\nLabel:", space: " ", after: ""))
    form.template = "{{Q}} {text} => {label}."
    #expect(form.parts == PromptParts(before: "{Q} ", question: " =>", space: " ", after: "."))
    for bad in [
      "{label} {text}", "{text}", "{label}", "{text} {text} {label}", "{text} {x} {label}",
    ] {
      form.template = bad
      #expect(form.parts == nil, "\(bad)")
      let error = #expect(throws: ConfigurationError.self) {
        try decode(PromptForm.self, mapping(["template": word(bad)]))
      }
      #expect("\(String(describing: error))".contains("does not name {text} and then {label}"))
    }
  }

  @Test(arguments: [true, false]) func demonstrationsAreDrawn(balanced: Bool) {
    let classes = (0..<40).map { $0 % 10 == 0 ? 1 : 0 }
    let demonstrations = Demonstrations(count: 6, seed: 5, balanced: balanced)
    let chosen = demonstrations.choose(6, of: classes, among: 2)
    #expect(Set(chosen).count == 6)
    #expect(chosen == demonstrations.choose(6, of: classes, among: 2))
    let ones = chosen.count { classes[$0] == 1 }
    if balanced { #expect(ones == 3) }
    #expect(
      Demonstrations(count: 6, seed: 6, balanced: balanced).choose(6, of: classes, among: 2)
        != chosen)
    // Fewer of a class than its turns, and more than there are.
    let many = demonstrations.choose(20, of: classes, among: 2)
    #expect(many.count == 20 && Set(many).count == 20)
    #expect(Set(demonstrations.choose(99, of: classes, among: 2)) == Set(0..<40))
  }

  // MARK: The stage

  private func stage(
    _ task: Fingerprint, _ change: (inout PromptStage) -> Void = { _ in }
  ) -> PromptStage {
    var stage = PromptStage(
      task: task, split: .test, source: .pretrained(PromptFixture.model, Fingerprint(of: "a")),
      tokenizer: TokenizerConfiguration(ByteTokenizerSource()), inputs: [])
    change(&stage)
    return stage
  }

  @Test func labelsOfAPrompt() throws {
    let store = try TemporaryStore()
    let task = try store.run(TinyTasks.sentences(in: store))
    let zero = stage(task)
    let artifact = try store.artifact(zero)
    let found = try artifact.float32("probabilities", shape: [8, 2], in: "")
    #expect(artifact.attributes["demonstrations"] == .integer(0))
    let texts = try store.store.read(task).text("test/text", in: "")
    let writer = PromptWriter(
      tokenizer: ByteTokenizer(), prefix: [], form: PromptForm(),
      parts: try #require(PromptForm().parts), words: ["no", "yes"], context: 160)
    var scorer = PromptScorer(
      model: try PromptFixture.languageModel(), writer: writer, demonstrations: [],
      team: WorkerTeam())
    #expect(try scorer.probabilities(of: texts.map { ($0, []) }) == found)
    #expect(try store.bytes(zero) == store.bytes(zero, threads: 3))
    // What a student reads of it.
    let fingerprint = try store.run(zero)
    let labels = try LabelSource.predictions(fingerprint, hard: false)
      .targets(of: .test, task: task, store.context())
    #expect(labels.values == found)
  }

  /// Labels of the demonstrations count, by their most probable class.
  @Test func weakDemonstrations() throws {
    let store = try TemporaryStore()
    let task = try store.run(TinyTasks.sentences(in: store))
    func probabilities(
      _ labels: LabelSource, balanced: Bool = false, split: Split = .test, count: Int = 2
    ) throws -> [Float] {
      try store.artifact(
        stage(task) {
          $0.split = split
          $0.demonstrations = Demonstrations(
            count: count, labels: labels, balanced: balanced)
        }
      ).float32("probabilities", in: "")
    }
    let truth = try TaskArtifact.groundTruth(of: .transfer, in: task, store.context())
    func stored(_ values: [Float], _ name: String) throws -> LabelSource {
      .predictions(
        try store.put(
          Artifact(arrays: ["probabilities": StoredArray(shape: [16, 2], values: .float32(values))]
          ),
          name), hard: false)
    }
    let soft = try stored(truth.values.map { 0.2 + 0.6 * $0 }, "soft")
    let wrong = try stored(truth.values.map { 1 - $0 }, "wrong")
    let right = try probabilities(.groundTruth)
    #expect(try probabilities(soft) == right)
    #expect(try probabilities(wrong) != right)
    #expect(try probabilities(.groundTruth, count: 0) != right)
    // An example does not stand in its own prompt: with every label of the others the same, its own
    // label cannot matter.
    let own = try probabilities(.groundTruth, split: .transfer, count: 15)
    #expect(own.count == 32)
  }

  @Test func calibrationIsNoted() throws {
    let store = try TemporaryStore()
    let task = try store.run(TinyTasks.sentences(in: store))
    let artifact = try store.artifact(
      stage(task) {
        $0.form.calibrated = true
        $0.demonstrations.count = 2
      })
    guard case .numbers(let free)? = artifact.attributes["content-free"] else {
      Issue.record("no content-free distribution")
      return
    }
    #expect(free.count == 2 && abs(free.reduce(0, +) - 1) < 1e-9)
  }

  @Test func modelsOfATraining() throws {
    let store = try TemporaryStore()
    let task = try store.run(TinyTasks.sentences(in: store))
    let tokens = try store.run(
      TokenizeStage(
        task: task, tokenizer: TokenizerConfiguration(ByteTokenizerSource()), inputs: []))
    let training = try store.run(
      PretrainStage(
        task: task, tokens: tokens, model: TextTask.gpt, training: TextTask.training(), seed: 3))
    let artifact = try store.artifact(
      stage(task) {
        $0.source = .trained(InitialWeights(training))
        $0.demonstrations.count = 9
      })
    #expect(try artifact.float32("probabilities", in: "").allSatisfy { 0...1 ~= $0 })
    // A context of 32 bytes holds the example alone, of the longer ones not all.
    #expect(artifact.attributes["dropped-demonstrations"] == .integer(72))
    let longest = try store.store.read(task).text("test/text", in: "")
      .count { "Text: \($0)\nLabel: yes".utf8.count - 1 > 32 }
    #expect(artifact.attributes["shortened"] == .integer(longest))
  }

  @Test func whatCannotBeAsked() throws {
    let store = try TemporaryStore()
    let task = try store.run(TinyTasks.sentences(in: store))
    let points = try store.run(TinyTasks.points(in: store))
    func refusal(
      _ task: Fingerprint, _ change: (inout PromptStage) -> Void = { _ in }
    ) -> String? {
      #expect(throws: DatasetError.self) { try store.artifact(stage(task, change)) }?.description
    }
    #expect(
      refusal(points)
        == "prompt: the task's examples are not texts with classes; "
        + "prompt with a task of kind classification")
    #expect(
      refusal(task) { $0.form.words = ["a"] }
        == "prompt: 1 words for 2 classes; give one word for each class")
    #expect(refusal(task) { $0.form.template = "{text}" }?.contains("does not name") == true)
    #expect(
      refusal(task) {
        $0.source = .pretrained(
          Pretrained(weights: TextTask.models + "/gpt2-tied"), Fingerprint(of: "a"))
      }?.contains("the tokenizer has 256 tokens, the model 40") == true)
  }

  @Test func stopsWhenAsked() throws {
    let store = try TemporaryStore()
    let task = try store.run(TinyTasks.sentences(in: store))
    var context = store.context()
    context.shouldStop = { true }
    #expect(throws: StageStopped.self) { try stage(task).run(context) }
  }

  // MARK: A model that has learned something

  private static let data =
    (ProcessInfo.processInfo.environment["W2S_DATA"]
      ?? URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../../../../shared/data").standardizedFileURL.path) + "/weights"

  /// A model of dreams knows its own words from the same letters in another order.
  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "\(data)/aidreams260K.bin"),
      "shared data have no llama2.c checkpoints"))
  func dreamsGoOnInEnglish() throws {
    let model = Pretrained(weights: "\(Self.data)/aidreams260K.bin")
    var source = ModelTokenizerSource()
    source.weights = model.weights
    let tokenizer = try TokenizerConfiguration(source).tokenizer(
      texts: [], data: DataRoot("."), weights: WeightsRoot("."))
    var form = PromptForm()
    form.template = "{text} {label}"
    let writer = PromptWriter(
      tokenizer: tokenizer, prefix: tokenizer.special.prefix, form: form,
      parts: try #require(form.parts),
      words: ["whispers of a gentle light", "sperwhis fo a tlegen thgil"], context: 256)
    var scorer = PromptScorer(
      model: try model.source(in: WeightsRoot(".")).languageModel(), writer: writer,
      demonstrations: [], team: WorkerTeam(threads: 2))
    let p = try scorer.probabilities(of: [("I see the edges of the world and hear", [])])
    #expect(p[0] > 0.999)
  }
}
