import Configuration

/// The tokenizer that lies in the folder of a pretrained model.
///
/// Texts get the special tokens that the model wants around them, and those that are too long for the
/// model lose tokens of their own, never special ones.
package struct ModelTokenizerSource: TokenizerSource {
  package static let name = "model"
  package static let summary = "the tokenizer of a pretrained model, with its special tokens"
  package static let source = "the model's own"

  /// The model's folder, by name under the weights root or by path; nil for that of the model which
  /// reads the tokens.
  package var weights: String?

  package init() {}

  package init(weights: String) { self.weights = weights }

  package static var fields: [Field<ModelTokenizerSource>] {
    [Field("weights", \.weights, "the model's folder; the reading model's own if not given")]
  }

  package var needsTexts: Bool { false }
  package var hasModelFiles: Bool { true }

  /// - Parameter root: that of weights.
  package func inputFiles(in root: DataRoot) throws(DatasetError) -> [InputFile] {
    let path = weights ?? ""
    return try TokenizerLoader.files(at: path, in: root).map { file in
      let name = file.split(separator: "/").last.map(String.init) ?? file
      return InputFile(role: "tokenizer", name: "\(path)/\(name)", path: file)
    }
  }

  /// - Parameter root: that of weights.
  package func tokenizer(
    texts: [String], in root: DataRoot
  ) throws(DatasetError) -> any Tokenizer {
    try TokenizerLoader.load(weights ?? "", in: root)
  }
}
