import Datasets
import Models
import Storage
import Training

/// How well a language model predicts each text of a split.
///
/// Artifact: `loss` [n], Σ −log p(token | those before it) in nats over the tokens of each text that are
/// predicted; `tokens` [n], how many they are. Attribute `selection`.
package struct TextLossStage: Stage {
  package static let kind = "text-loss"
  package static let revision = 1

  /// A `pretrain` stage.
  package var training: Fingerprint
  package var selection: Selection
  package var task: Fingerprint
  package var tokens: Fingerprint
  package var split: Split

  package init(
    training: Fingerprint, selection: Selection = .final, task: Fingerprint, tokens: Fingerprint,
    split: Split
  ) {
    self.training = training
    self.selection = selection
    self.task = task
    self.tokens = tokens
    self.split = split
  }

  package var dependencies: [Fingerprint] { [training, task, tokens] }

  package func run(_ context: StageContext) throws -> Artifact {
    let model = try PretrainStage.load(training, selection, context)
    let texts = try PretrainStage.texts(of: split, task: task, tokens: tokens, context)
    let predicted = try TokenizeStage.predicted(
      in: context.artifact(tokens, []), file: context.place(tokens))
    let losses = model.textLosses(
      of: texts, predicted: predicted, team: context.team,
      progress: context.progress)
    guard losses.sums.allSatisfy(\.isFinite) else {
      throw TrainingError.unsuitableData(
        set: split.rawValue, problem: "the model's losses are not finite",
        remedy: "lower training.rate or set training.clip")
    }
    var artifact = Artifact()
    artifact["loss"] = StoredArray(
      .float64(losses.sums), attributes: ["axes": .texts(["text"]), "unit": .text("nats")])
    artifact["tokens"] = StoredArray(
      .int64(losses.counts.map(Int64.init)), attributes: ["axes": .texts(["text"])])
    artifact.attributes["selection"] = .text(selection.rawValue)
    return artifact
  }

  /// What a stage of this kind left.
  package static func losses(
    in artifact: Artifact, file: String
  ) throws(StorageError) -> TextLosses {
    let sums = try artifact.float64("loss", in: file)
    let counts = try artifact.int64("tokens", in: file).map(Int.init)
    guard sums.count == counts.count else {
      throw StorageError(
        .unexpected, file: file, path: "tokens", problem: "is not as long as the losses",
        remedy: "remove the file so that it is made again")
    }
    return TextLosses(sums: sums, counts: counts)
  }
}
