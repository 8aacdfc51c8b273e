import Datasets
import Foundation
import Models
import Storage
import Training
import WeakToStrong

/// The sentences of `TinyTasks` with their bytes as ids of a small vocabulary, and pairs made of them.
struct TextTask {
  static let vocabulary = 23
  static let models = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../../ModelsTests/Fixtures/models").standardizedFileURL.path

  let store: TemporaryStore
  let task: Fingerprint
  let tokens: Fingerprint
  /// The same texts two by two, the second of which is preferred where its class is `yes`.
  let pairs: Fingerprint

  init() throws {
    store = try TemporaryStore()
    task = try store.run(TinyTasks.sentences(in: store))
    let materialized = try store.store.read(task)
    var artifact = Artifact(attributes: ["vocabulary": .integer(Self.vocabulary)])
    var paired = materialized
    paired.attributes["task-kind"] = .text(TaskKind.preference.rawValue)
    for split in Split.allCases {
      let name = split.rawValue
      let texts = try materialized.text("\(name)/text", in: "")
      let packed = PackedTokens(
        texts.map { $0.utf8.map { Int32($0) % Int32(Self.vocabulary) } })
      artifact["\(name)/ids"] = StoredArray(.int32(packed.ids))
      artifact["\(name)/offsets"] = StoredArray(.int64(packed.offsets.map(Int64.init)))
      let labels = try materialized.int32("\(name)/labels", in: "")
      paired["\(name)/text"] = StoredArray(shape: [texts.count / 2, 2], values: .text(texts))
      paired["\(name)/labels"] = StoredArray(
        .int32((0..<texts.count / 2).map { labels[2 * $0 + 1] }))
    }
    tokens = try store.put(artifact, "tokens")
    pairs = try store.put(paired, "pairs")
  }

  static func pretrained(_ name: String, _ finetuning: Finetuning = .full) -> Pretrained {
    var model = Pretrained(weights: "\(models)/\(name)")
    model.finetuning = finetuning
    return model
  }

  static func llama() -> ModelConfiguration {
    var llama = Llama()
    (llama.width, llama.contextLength) = (8, 32)
    return ModelConfiguration(llama)
  }

  static let gpt = ModelConfiguration(GPT(layers: 2, width: 8, heads: 2, context: 32))

  static func training(_ change: (inout TrainingConfiguration) -> Void = { _ in })
    -> TrainingConfiguration
  {
    var training = TinyTasks.training
    training.rate = 0.01
    change(&training)
    return training
  }

  func pretrain(
    _ model: ModelConfiguration, initial: InitialWeights? = nil,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) -> PretrainStage {
    PretrainStage(
      task: task, tokens: tokens, model: model, training: Self.training(change), seed: 3,
      weights: model.pretrained.map { Fingerprint(of: $0.weights) }, initial: initial)
  }

  func train(
    _ model: ModelConfiguration, initial: InitialWeights? = nil,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) -> TrainStage {
    TrainStage(
      task: task, tokens: tokens, split: .transfer, labels: .groundTruth, validation: .groundTruth,
      model: model, loss: LossChoice(CrossEntropy()), training: Self.training(change), seed: 3,
      weights: model.pretrained.map { Fingerprint(of: $0.weights) }, initial: initial)
  }

  /// A step that changes nothing, so that what is stored is where the training began.
  static func still(_ training: inout TrainingConfiguration) {
    training.optimizer = OptimizerChoice(GradientDescent())
    (training.rate, training.steps) = (0, 1)
  }

  func parameters(
    _ artifact: Artifact, _ selection: Selection = .final
  ) throws -> [String: [Float]] {
    let prefix = "\(selection.rawValue)/parameters/"
    var found: [String: [Float]] = [:]
    for name in artifact.arrays.keys where name.hasPrefix(prefix) {
      found[String(name.dropFirst(prefix.count))] = try artifact.float32(name, in: "")
    }
    return found
  }
}
