import Datasets
import Models
import Storage

/// The texts of a task as token ids.
///
/// Artifact: `<split>/ids` (all texts end to end, of pairs both texts of each example) and `<split>/offsets` (text i is ids from offset i
/// to offset i + 1). Attributes `vocabulary`: the number of tokens; `head-tokens`: ids, where asked for.
package struct TokenizeStage: Stage {
  package static let kind = "tokenize"
  package static let revision = 1
  static let headTokensName = "head-tokens"

  package var task: Fingerprint
  package var tokenizer: TokenizerConfiguration
  /// The content of each file that the tokenizer is read from, in their order.
  package var inputs: [Fingerprint]
  /// How many tokens the model reads, where the tokenizer puts special ones around a text: those
  /// are kept. Nil where the model cuts by itself.
  package var context: Int?
  /// Texts of one token each whose ids the model's head begins with.
  package var headTokens: [String]?

  package init(
    task: Fingerprint, tokenizer: TokenizerConfiguration, inputs: [Fingerprint],
    context: Int? = nil, headTokens: [String]? = nil
  ) {
    self.task = task
    self.tokenizer = tokenizer
    self.inputs = inputs
    self.context = context
    self.headTokens = headTokens
  }

  package var dependencies: [Fingerprint] { [task] }

  package func run(_ context: StageContext) throws -> Artifact {
    let splits = try TaskArtifact.splits(
      in: context.artifact(task, []), file: context.place(task))
    let stored = try context.artifact(task, Set(splits.map { "\($0)/text" }))
    func texts(_ split: String) throws -> [String] {
      guard splits.contains(split) else { return [] }
      return try stored.text("\(split)/text", in: context.place(task))
    }
    let tokenizer = try self.tokenizer.tokenizer(
      texts: self.tokenizer.source.needsTexts ? texts("supervisor") + texts("transfer") : [],
      data: DataRoot(context.dataRoot), weights: WeightsRoot(context.weightsRoot))
    var artifact = Artifact()
    for split in splits {
      var encoded = try tokenizer.encode(texts(split), team: context.team)
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
    }
    artifact.attributes["vocabulary"] = .integer(tokenizer.vocabularySize)
    if let headTokens {
      artifact.attributes[Self.headTokensName] = .integers(
        try headTokens.map { Int(try tokenizer.id(of: $0)) })
    }
    return artifact
  }
}
