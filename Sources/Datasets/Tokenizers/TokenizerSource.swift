import Configuration

/// A way to come by a tokenizer.
package protocol TokenizerSource: NamedConfigurable {
  /// Whether it is made from the task's texts, so that another split means another tokenizer.
  var needsTexts: Bool { get }
  /// The files it is read from, found but not read.
  func inputFiles(in root: DataRoot) throws(DatasetError) -> [InputFile]
  /// - Parameter texts: of supervisor and transfer, for those that need them. Labels, validation and
  ///   test are never seen.
  func tokenizer(texts: [String], in root: DataRoot) throws(DatasetError) -> any Tokenizer
  /// Whether a model can bring the tokenizer along in its folder: it has a form there.
  var hasModelFiles: Bool { get }
  /// Raised when the ids of the same settings change their meaning, so that what is stored of the older
  /// ones is not reused; nil where they never did.
  static var scheme: Int? { get }
}

extension TokenizerSource {
  package static var scheme: Int? { nil }
}

/// The sources of tokenizers, by name. Add one: its type, an entry here.
package enum TokenizerSources {
  package static let all: [any TokenizerSource.Type] = [
    ByteTokenizerSource.self, TrainedTokenizerSource.self, FileTokenizerSource.self,
    ModelTokenizerSource.self, WordsTokenizerSource.self, ChessTokenizerSource.self,
  ]
}

package struct ByteTokenizerSource: TokenizerSource {
  package static let name = "byte"
  package static let summary = "one token per byte, 256 in all"
  package static let source = "Xue et al. 2022, ByT5"
  package static let fields: [Field<ByteTokenizerSource>] = []

  package init() {}

  package var needsTexts: Bool { false }
  package var hasModelFiles: Bool { true }

  package func inputFiles(in root: DataRoot) throws(DatasetError) -> [InputFile] { [] }

  package func tokenizer(
    texts: [String], in root: DataRoot
  ) throws(DatasetError) -> any Tokenizer { ByteTokenizer() }
}

package struct TrainedTokenizerSource: TokenizerSource {
  package static let name = "bpe"
  package static let summary = "byte-level BPE trained on the texts of supervisor and transfer"
  package static let source = "Sennrich et al. 2016; Radford et al. 2019"

  package var vocabulary = 4096

  package init() {}

  package static var fields: [Field<TrainedTokenizerSource>] {
    [Field("vocabulary", \.vocabulary, "tokens in all", check: .within(256...(1 << 20)))]
  }

  package var needsTexts: Bool { true }
  package var hasModelFiles: Bool { true }

  package func inputFiles(in root: DataRoot) throws(DatasetError) -> [InputFile] { [] }

  package func tokenizer(
    texts: [String], in root: DataRoot
  ) throws(DatasetError) -> any Tokenizer {
    BytePairTrainer.train(texts, size: vocabulary)
  }
}

package struct WordsTokenizerSource: TokenizerSource {
  package static let name = "words"
  package static let summary =
    "the most frequent words of supervisor and transfer; others are dropped"
  package static let source = "bag of words"

  package var vocabulary = 3000

  package init() {}

  package static var fields: [Field<WordsTokenizerSource>] {
    [Field("vocabulary", \.vocabulary, "words", check: .within(1...(1 << 20)))]
  }

  package var needsTexts: Bool { true }
  package var hasModelFiles: Bool { false }

  package func inputFiles(in root: DataRoot) throws(DatasetError) -> [InputFile] { [] }

  package func tokenizer(
    texts: [String], in root: DataRoot
  ) throws(DatasetError) -> any Tokenizer {
    WordsTokenizer(texts, count: vocabulary)
  }
}

package struct FileTokenizerSource: TokenizerSource {
  package static let name = "file"
  package static let summary =
    "the tokenizer of a pretrained model: its folder, or one of its files"
  package static let source = "Radford et al. 2019"

  package var path = ""

  package init() {}

  package static var fields: [Field<FileTokenizerSource>] {
    [Field("path", \.path, "folder or file under the data root", required: true)]
  }

  package var needsTexts: Bool { false }
  package var hasModelFiles: Bool { true }

  package func inputFiles(in root: DataRoot) throws(DatasetError) -> [InputFile] {
    try TokenizerLoader.files(at: path, in: root).map {
      InputFile(role: "tokenizer", name: path, path: $0)
    }
  }

  package func tokenizer(
    texts: [String], in root: DataRoot
  ) throws(DatasetError) -> any Tokenizer {
    try TokenizerLoader.load(path, in: root)
  }
}
