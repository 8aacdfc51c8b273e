import Datasets
import Kernels
import Models
import Storage
import Testing
import Training
import WeakToStrong

@Suite struct InitialWeightsTests {
  private let texts: TextTask
  private var store: TemporaryStore { texts.store }

  init() throws { texts = try TextTask() }

  /// Where a training begins that begins with another's weights.
  private func beginning(
    _ model: ModelConfiguration, after earlier: some Stage
  ) throws -> (found: [String: [Float]], given: [String: [Float]], own: [String: [Float]]) {
    let training = try store.run(earlier)
    let stage = texts.train(model, initial: InitialWeights(training), TextTask.still)
    return (
      try texts.parameters(store.artifact(stage)),
      try texts.parameters(store.store.read(training)),
      try texts.parameters(store.artifact(texts.train(model, TextTask.still)))
    )
  }

  /// After a generative training the body is its, the head as configured.
  @Test(arguments: ["gpt", "llama", "full", "lora"]) func afterTexts(name: String) throws {
    let model =
      switch name {
      case "gpt": TextTask.gpt
      case "llama": TextTask.llama()
      default:
        ModelConfiguration(TextTask.pretrained("gpt2-untied", Finetuning(rawValue: name) ?? .full))
      }
    let (found, given, own) = try beginning(model, after: texts.pretrain(model))
    #expect(found.keys.contains("head.weight"))
    for (name, values) in found {
      #expect(values == (name.hasPrefix("head.") ? own[name] : given[name]), "\(name)")
    }
    #expect(found["blocks.0.attention.weight"] != own["blocks.0.attention.weight"] || name != "gpt")
    #expect(Set(given.keys).subtracting(found.keys).isSubset(of: ["unembedding.weight"]))
  }

  /// After a training on labels all weights are its, with the head.
  @Test func afterLabels() throws {
    let (found, given, own) = try beginning(TextTask.gpt, after: texts.train(TextTask.gpt))
    #expect(found == given)
    #expect(found["head.weight"] != own["head.weight"])
  }

  @Test func aGenerativeTrainingGoesOn() throws {
    let first = try store.run(texts.pretrain(TextTask.llama()))
    let stage = texts.pretrain(
      TextTask.llama(), initial: InitialWeights(first), TextTask.still)
    #expect(
      try texts.parameters(store.artifact(stage)) == texts.parameters(store.store.read(first)))
    // After labels, with the model's own unembedding.
    let labels = try store.run(texts.train(TextTask.llama()))
    let other = try texts.parameters(
      store.artifact(
        texts.pretrain(TextTask.llama(), initial: InitialWeights(labels), TextTask.still)))
    let given = try texts.parameters(store.store.read(labels))
    #expect(other["tokens.weight"] == given["tokens.weight"])
    #expect(other["unembedding.weight"]?.count == 23 * 8)
    #expect(other["head.weight"] == nil)
  }

  @Test func selectionsAreThoseOfTheTraining() throws {
    let earlier = texts.pretrain(TextTask.gpt) {
      $0.selection = Selections([.final, .weakValidation])
      $0.rate = 0.3
    }
    let training = try store.run(earlier)
    for selection in [Selection.final, .weakValidation] {
      let stage = texts.train(
        TextTask.gpt, initial: InitialWeights(training, selection), TextTask.still)
      #expect(
        try texts.parameters(store.artifact(stage))["tokens.weight"]
          == texts.parameters(store.store.read(training), selection)["tokens.weight"]
          || selection == .weakValidation)
    }
    let stage = texts.train(
      TextTask.gpt, initial: InitialWeights(training, .groundTruthValidation))
    let error = #expect(throws: ModelError.self) { try store.artifact(stage) }
    #expect(
      error?.description
        == "artifact.h5: there are no weights of selection ground-truth-validation; "
        + "name one of the selections of that training")
  }

  @Test func aStoppedTrainingGoesOnFromItsState() throws {
    let training = try store.run(texts.pretrain(TextTask.gpt))
    let stage = texts.train(TextTask.gpt, initial: InitialWeights(training))
    let states = SavedStates()
    let stop = Countdown(6)
    var context = store.context()
    context.shouldStop = stop.isOver
    context.saveState = states.save
    #expect(throws: StageStopped.self) { try stage.run(context) }
    let state = try #require(states.last)
    var resumed = store.context()
    resumed.savedState = { state }
    #expect(try store.bytes(stage.run(resumed)) == store.bytes(stage))
  }

  // MARK: What does not fit

  private func refusal(
    _ model: ModelConfiguration, after earlier: some Stage
  ) throws -> String? {
    let training = try store.run(earlier)
    let error = #expect(throws: ModelError.self) {
      try store.artifact(texts.train(model, initial: InitialWeights(training)))
    }
    return error?.description
  }

  @Test func otherModels() throws {
    let wide = ModelConfiguration(GPT(layers: 2, width: 12, heads: 2, context: 32))
    let deep = ModelConfiguration(GPT(layers: 3, width: 8, heads: 2, context: 32))
    let gpt = texts.pretrain(TextTask.gpt)
    #expect(
      try refusal(wide, after: gpt)
        == "artifact.h5, final: parameter 'tokens.weight' has shape [23, 8], the model needs "
        + "[23, 12]; use weights of this architecture and size")
    #expect(try refusal(deep, after: gpt)?.contains("is missing") == true)
    #expect(
      try refusal(TextTask.gpt, after: texts.pretrain(deep))?
        .contains("'blocks.2.") == true)
  }

  @Test func otherFinetunings() throws {
    func model(_ finetuning: Finetuning) -> ModelConfiguration {
      ModelConfiguration(TextTask.pretrained("gpt2-tied", finetuning))
    }
    let full = texts.pretrain(model(.full))
    let lora = texts.pretrain(model(.lora))
    #expect(
      try refusal(model(.full), after: lora)
        == "artifact.h5: finetuning was lora there and is full here; write the same on both sides")
    #expect(
      try refusal(model(.lora), after: full)?.contains("was full there and is lora here") == true)
    #expect(
      try refusal(model(.head), after: full)?
        .contains("train the head on hidden states of that training") == true)
    var other = TextTask.pretrained("gpt2-tied", .lora)
    other.lora.alpha = 4
    #expect(
      try refusal(ModelConfiguration(other), after: lora)?.contains("of other settings") == true)
    let elsewhere = ModelConfiguration(TextTask.pretrained("gpt2-untied", .lora))
    #expect(try refusal(elsewhere, after: lora)?.contains("frozen weights were of") == true)
    #expect(
      try refusal(model(.lora), after: texts.pretrain(TextTask.gpt))?
        .contains("do not go together") == true)
  }

  /// Random features are no weights that could be taken over.
  @Test func otherRandomFeatures() throws {
    let points = try store.run(TinyTasks.points(in: store))
    let model = ModelConfiguration(RandomFeatures())
    let training = try store.run(TinyTasks.train(points, on: .supervisor, model: model))
    var stage = TinyTasks.train(points, model: model)
    stage.initial = InitialWeights(training)
    let error = #expect(throws: ModelError.self) { try store.artifact(stage) }
    #expect(error?.description.contains("belong to other random features") == true)
    stage.split = .supervisor
    _ = try store.artifact(stage)
  }
}
