import Datasets
import Kernels
import Models
import Storage
import Testing
import Training
import WeakToStrong

@Suite struct PretrainStageTests {
  private let texts: TextTask
  private var store: TemporaryStore { texts.store }

  init() throws { texts = try TextTask() }

  @Test(arguments: [1, 5, 23]) func stoppedAndResumed(after steps: Int) throws {
    let stage = texts.pretrain(TextTask.gpt) {
      $0.selection = Selections([.final, .weakValidation])
    }
    let whole = try store.bytes(stage)
    let states = SavedStates()
    let stop = Countdown(steps - 1)
    var context = store.context()
    context.shouldStop = stop.isOver
    context.saveState = states.save
    #expect(throws: StageStopped.self) { try stage.run(context) }
    let state = try #require(states.last)
    var resumed = store.context(threads: 2)
    resumed.savedState = { state }
    #expect(try store.bytes(stage.run(resumed)) == whole)
  }

  @Test func whatAnArtifactSaysOfItself() throws {
    let artifact = try store.artifact(texts.pretrain(TextTask.gpt))
    let curve = try TrainingCurve(artifact, sets: ["validation", "test"], file: "")
    let losses = curve.points.compactMap { $0.scores(of: "test")?.groundTruth?.loss }
    #expect(losses.count == 7)
    #expect(abs(losses[0] - 3.1355) < 0.1, "log 23")
    #expect(losses[6] < losses[0] - 0.3)
    #expect(artifact.attributes["objective"] == "next-token")
    #expect(artifact.attributes["sets"] == .texts(["validation", "test"]))
    let names = try texts.parameters(artifact).keys
    #expect(names.contains("tokens.weight") && !names.contains { $0.hasPrefix("head.") })
    // Llama's unembedding is its own.
    let llama = try texts.parameters(store.artifact(texts.pretrain(TextTask.llama())))
    #expect(llama["unembedding.weight"]?.count == 23 * 8)
  }

  /// Tests on the order and number of texts: both of a pair, of all splits that are named.
  @Test func splitsAndPairs() throws {
    var stage = texts.pretrain(TextTask.gpt) {
      TextTask.still(&$0)
      $0.batch = .full
    }
    func trainLoss() throws -> Double {
      let artifact = try store.artifact(stage)
      let curve = try TrainingCurve(artifact, sets: ["validation", "test"], file: "")
      return try #require(curve.points.last?.trainLoss)
    }
    let both = try trainLoss()
    stage.task = texts.pairs
    #expect(try trainLoss() == both, "the same texts, two by two")
    stage.splits = [.supervisor]
    let supervisor = try trainLoss()
    stage.splits = [.transfer]
    let transfer = try trainLoss()
    #expect(supervisor != transfer)
    #expect(min(supervisor, transfer) < both && both < max(supervisor, transfer))
  }

  @Test func headsAreNothingToIt() throws {
    var pretrained = TextTask.pretrained("gpt2-tied", .head)
    (pretrained.headBias, pretrained.headTokens) = (true, ["a", "b"])
    let stage = texts.pretrain(ModelConfiguration(pretrained))
    #expect(
      stage.fingerprint
        == texts.pretrain(ModelConfiguration(TextTask.pretrained("gpt2-tied"))).fingerprint)
    #expect(stage.model.pretrained?.finetuning == .full)
  }

  @Test(arguments: ["gpt", "llama", "gpt2-tied", "gpt2-tied lora"])
  func aLanguageModelIsLoaded(name: String) throws {
    let model =
      switch name {
      case "gpt": TextTask.gpt
      case "llama": TextTask.llama()
      default:
        ModelConfiguration(
          TextTask.pretrained("gpt2-tied", name.hasSuffix("lora") ? .lora : .full))
      }
    let training = try store.run(texts.pretrain(model))
    let artifact = try store.store.read(training)
    let loaded = try PretrainStage.load(training, .final, store.context())
    let stored = try texts.parameters(artifact)
    #expect(stored.count == loaded.parameters.trainable.count)
    for (name, values) in stored { #expect(loaded.parameters[name]?.array == values) }
  }

  /// A classifier has an unembedding where it is the embedding, or where a file has one.
  @Test func theUnembeddingOfAClassifier() throws {
    let context = store.context()
    let tied = try PretrainStage.load(store.run(texts.train(TextTask.gpt)), .final, context)
    #expect(tied.shape.outputs == 23)
    let untied = try PretrainStage.load(
      store.run(texts.train(ModelConfiguration(TextTask.pretrained("gpt2-untied")))), .final,
      context)
    #expect(untied.shape.outputs == 40)
    let llama = try store.run(texts.train(TextTask.llama()))
    let error = #expect(throws: ModelError.self) {
      try PretrainStage.load(llama, .final, context)
    }
    #expect(
      error?.description
        == "artifact.h5: the model that was trained there has no unembedding; "
        + "name a generative training")
    let head = try store.run(
      texts.train(ModelConfiguration(TextTask.pretrained("gpt2-tied", .head))))
    #expect(throws: ModelError.self) { try PretrainStage.load(head, .final, context) }
  }

  @Test func encodersAreRefused() throws {
    var bert = BERT()
    bert.width = 8
    for model in [ModelConfiguration(bert), ModelConfiguration(BagOfWords())] {
      let error = #expect(throws: ModelError.self) { try store.artifact(texts.pretrain(model)) }
      #expect(error?.description.contains("choose a decoder such as gpt") == true)
    }
  }
}
