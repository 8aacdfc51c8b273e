import Datasets
import Storage

/// The texts of a task as token ids.
///
/// Artifact: `<split>/ids` (all texts end to end) and `<split>/offsets` (text i is ids from offset i
/// to offset i + 1). Attribute `vocabulary`: the number of tokens.
package struct TokenizeStage: Stage {
  package static let kind = "tokenize"
  package static let revision = 1

  package var task: Fingerprint
  package var tokenizer: TokenizerConfiguration
  /// The content of each file that the tokenizer is read from, in their order.
  package var inputs: [Fingerprint]

  package init(task: Fingerprint, tokenizer: TokenizerConfiguration, inputs: [Fingerprint]) {
    self.task = task
    self.tokenizer = tokenizer
    self.inputs = inputs
  }

  package var dependencies: [Fingerprint] { [task] }

  package func run(_ context: StageContext) throws -> Artifact {
    guard case .texts(let splits)? = try context.artifact(task, []).attributes["splits"] else {
      throw StorageError(
        .unexpected, file: context.place(task), path: "attribute splits", problem: "is missing",
        remedy: "remove the file so that it is made again")
    }
    let stored = try context.artifact(task, Set(splits.map { "\($0)/text" }))
    func texts(_ split: String) throws -> [String] {
      guard splits.contains(split) else { return [] }
      return try stored.text("\(split)/text", in: context.place(task))
    }
    let source = tokenizer.source
    let tokenizer = try source.tokenizer(
      texts: source.needsTexts ? texts("supervisor") + texts("transfer") : [],
      in: DataRoot(context.dataRoot))
    var artifact = Artifact()
    for split in splits {
      let encoded = try tokenizer.encode(texts(split))
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
    return artifact
  }
}
