import Datasets
import Models
import Storage

/// The texts of a task as token ids.
///
/// Artifact: `<split>/ids` (all texts end to end, of pairs both texts of each example) and `<split>/offsets` (text i is ids from offset i
/// to offset i + 1). Of next moves `<split>/choices` and `<split>/choice-offsets`: for each text the moves that
/// may follow, that of class 1 first, two tokens each; the offsets count moves. Attributes `vocabulary`: the number of tokens; `head-tokens`: ids, where asked for;
/// `predicted-after`: the first id, and the first beyond, of tokens of which the first in a text ends what is only
/// context; a language model is to predict what follows. Without it, all tokens.
package struct TokenizeStage: Stage {
  package static let kind = "tokenize"
  package static let revision = 1
  static let headTokensName = "head-tokens"
  static let predictedName = "predicted-after"

  package var task: Fingerprint
  package var tokenizer: TokenizerConfiguration
  /// The content of each file that the tokenizer is read from, in their order.
  package var inputs: [Fingerprint]
  /// How many tokens the model reads, where the tokenizer puts special ones around a text: those
  /// are kept. Nil where the model cuts by itself.
  package var context: Int?
  /// Texts of one token each whose ids the model's head begins with.
  package var headTokens: [String]?
  /// Of the tokenizer's source: what was stored before ids changed their meaning is not reused.
  package var scheme: Int?

  package init(
    task: Fingerprint, tokenizer: TokenizerConfiguration, inputs: [Fingerprint],
    context: Int? = nil, headTokens: [String]? = nil
  ) {
    self.task = task
    self.tokenizer = tokenizer
    self.inputs = inputs
    self.context = context
    self.headTokens = headTokens
    scheme = type(of: tokenizer.source).scheme
  }

  package var dependencies: [Fingerprint] { [task] }

  package func run(_ context: StageContext) throws -> Artifact {
    let attributes = try context.artifact(task, [])
    let splits = try TaskArtifact.splits(in: attributes, file: context.place(task))
    let stored = try context.artifact(task, Set(splits.map { "\($0)/text" }))
    func texts(_ split: String) throws -> [String] {
      guard splits.contains(split) else { return [] }
      return try stored.text("\(split)/text", in: context.place(task))
    }
    let tokenizer = try self.tokenizer.tokenizer(
      texts: self.tokenizer.source.needsTexts ? texts("supervisor") + texts("transfer") : [],
      data: context.dataRoot, weights: WeightsRoot(context.weightsRoot))
    let chooser =
      attributes.attributes["task-kind"] == .text(TaskKind.nextMove.rawValue)
      ? try chooser(tokenizer) : nil
    var artifact = Artifact()
    for split in splits {
      let texts = try texts(split)
      var encoded = try tokenizer.encode(checking: texts, team: context.team)
      if self.tokenizer.addsSpecialTokens {
        encoded = encoded.surrounded(by: tokenizer.special, truncatedTo: self.context).0
      }
      artifact["\(split)/ids"] = StoredArray(
        .int32(encoded.ids), attributes: ["axes": .texts(["token"])])
      artifact["\(split)/offsets"] = StoredArray(
        .int64(encoded.offsets.map(Int64.init)),
        attributes: [
          "axes": .texts(["example, and the end"]),
          "meaning": "text i is ids[offsets[i] ..< offsets[i + 1]]",
        ])
      if let choices = chooser?.choices(texts, team: context.team) {
        artifact["\(split)/choices"] = StoredArray(
          shape: [choices.ids.count / 2, 2], values: .int32(choices.ids),
          attributes: ["axes": .texts(["move", "piece and target"])])
        artifact["\(split)/choice-offsets"] = StoredArray(
          .int64(choices.offsets.map { Int64($0 / 2) }),
          attributes: [
            "axes": .texts(["example, and the end"]),
            "meaning": "class k of example i is choices[choice-offsets[i] + k - 1], k from 1",
          ])
      }
    }
    artifact.attributes["vocabulary"] = .integer(tokenizer.vocabularySize)
    if let predicted = tokenizer.predictedAfter {
      artifact.attributes[Self.predictedName] = .integers(
        [Int(predicted.lowerBound), Int(predicted.upperBound)])
    }
    if let headTokens {
      artifact.attributes[Self.headTokensName] = .integers(
        try headTokens.map { Int(try tokenizer.id(of: $0)) })
    }
    return artifact
  }

  private func chooser(_ tokenizer: any Tokenizer) throws(DatasetError) -> any ChoiceTokenizer {
    if let chooser = tokenizer as? any ChoiceTokenizer { return chooser }
    throw DatasetError(
      .tokenizer, "tokenizer \(type(of: self.tokenizer.source).name)", "it does not know moves",
      remedy: "use \(ChessTokenizerSource.name) for a task of kind \(TaskKind.nextMove.rawValue)")
  }

  /// The tokens that a language model is to predict.
  static func predicted(
    in artifact: Artifact, file: String
  ) throws(StorageError) -> PredictedTokens {
    guard let stored = artifact.attributes[predictedName] else { return .all }
    guard case .integers(let ends) = stored, ends.count == 2, ends[0] < ends[1],
      let lower = Int32(exactly: ends[0]), let upper = Int32(exactly: ends[1])
    else {
      throw StorageError(
        .unexpected, file: file, path: "attribute \(predictedName)", problem: "is no range",
        remedy: "remove the file so that it is made again")
    }
    return .after(lower..<upper)
  }
}
