import Datasets
import Models
import Storage

/// The inputs of a model as it reads them: ids, special tokens around texts, cut to the context.
struct ActivationInputs {
  private(set) var tokens = PackedTokens()
  /// The longest input.
  let context: Int
  /// How many were cut.
  private(set) var shortened = 0
  private(set) var attributes: [String: AttributeValue] = [:]

  init(
    _ input: InputRows, of file: String, for model: PretrainedTransformer, context: Int?
  ) throws {
    let layout = model.layout
    self.context = min(context ?? layout.context, layout.context)
    var tokenizer: (any Tokenizer)?
    if input.needsTokenizer {
      let path = model.folder.path
      tokenizer = try TokenizerLoader.load(path, in: DataRoot("."))
      let files = try TokenizerLoader.files(at: path, in: DataRoot("."))
      attributes["tokenizer-sha256"] = .text(try Fingerprint(ofFiles: files).description)
      try check(special: tokenizer?.special.count ?? 0, of: path)
    }
    var tokens = PackedTokens()
    for (row, line) in zip(input.rows, input.lines) {
      let ids = ids(of: row, tokenizer)
      guard !ids.isEmpty else {
        if case .text(let text) = row, var refusal = tokenizer?.refusal(of: text) {
          (refusal.place, refusal.line) = (file, line)
          throw refusal
        }
        throw DatasetError(
          .malformed, file, line: line, "the text has no tokens", remedy: "remove the line")
      }
      if let id = ids.first(where: { $0 >= layout.vocabulary }) {
        throw DatasetError(
          .tokenizer, file, line: line,
          "token \(id) lies outside the model's vocabulary of \(layout.vocabulary)",
          remedy: "use the tokenizer of this model")
      }
      tokens.append(ids)
    }
    self.tokens = tokens
  }

  /// Ids as they are given; texts with special tokens around them, which stay where a text is cut.
  private mutating func ids(
    of row: InputRows.Row, _ tokenizer: (any Tokenizer)?
  ) -> ArraySlice<Int32> {
    switch row {
    case .ids(let ids):
      if ids.count > context { shortened += 1 }
      return ids.prefix(context)
    case .text(let text):
      guard let tokenizer else { return [] }
      let (encoded, cut) = tokenizer.encode([text])
        .surrounded(by: tokenizer.special, truncatedTo: context)
      shortened += cut
      return encoded[0]
    }
  }

  private func check(special count: Int, of path: String) throws(DatasetError) {
    guard count >= context else { return }
    throw DatasetError(
      .tokenizer, path, "\(count) special tokens leave no room for a text in \(context) tokens",
      remedy: "give a larger --context")
  }
}
