import Foundation
import Testing

@testable import Datasets

/// Tokenizers as files in the folder of a model.
@Suite struct TokenizerFileTests {
  private static let texts = ["a thing, naïve", "", "\u{0}\t bad  things 123 \n", "日本"]

  @Test func whatIsWrittenIsRead() throws {
    let trained = BytePairTrainer.train(["a thing and a thing", "bad things"], size: 270)
    let tokenizers: [any Tokenizer] = [ByteTokenizer(), trained]
    for tokenizer in tokenizers {
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("w2s-tokenizer-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      for file in try #require(tokenizer.modelFiles) {
        try Data(file.bytes).write(to: folder.appendingPathComponent(file.name))
      }
      let root = DataRoot(folder.path)
      let read = try TokenizerLoader.load(".", in: root)
      #expect(read.vocabularySize == tokenizer.vocabularySize)
      #expect(read.encode(Self.texts) == tokenizer.encode(Self.texts))
      // Copied from there, whatever the file is called.
      let copies = try TokenizerLoader.copies(of: ".", in: root)
      #expect(copies == tokenizer.modelFiles)
      try FileManager.default.moveItem(
        at: folder.appendingPathComponent("tokenizer.json"),
        to: folder.appendingPathComponent("other.json"))
      #expect(try TokenizerLoader.copies(of: "other.json", in: root) == copies)
    }
  }

  /// What can be written is said before there is a tokenizer.
  @Test func sourcesSayWhatTheyCan() throws {
    for source in TokenizerSources.all.map({ $0.init() }) where source.inputFilesAreNone {
      let tokenizer = try source.tokenizer(texts: ["a thing"], in: DataRoot("."))
      #expect((tokenizer.modelFiles != nil) == source.hasModelFiles, "\(type(of: source).name)")
    }
  }
}

extension TokenizerSource {
  /// Whether the tokenizer is made from nothing, or from texts.
  fileprivate var inputFilesAreNone: Bool {
    !(self is FileTokenizerSource) && !(self is ModelTokenizerSource)
  }
}
