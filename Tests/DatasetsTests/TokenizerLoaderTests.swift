import Configuration
import Testing

@testable import Datasets

@Suite struct TokenizerLoaderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func configuration(_ json: String) throws -> TokenizerConfiguration {
    var diagnostics = Diagnostics()
    let value = TokenizerConfiguration.decode(try node(json), &diagnostics)
    try diagnostics.throwIfAny()
    return try #require(value)
  }

  @Test func bytesAreTokens() throws {
    let tokenizer = try configuration("\"byte\"").source.tokenizer(texts: [], in: folder.root)
    #expect(tokenizer.encode("aé\u{0}") == [97, 0xc3, 0xa9, 0])
    #expect(tokenizer.decode([97, 0xc3, 0xa9, 300, 0xc3]) == "aé\u{fffd}")
    #expect(tokenizer.encode(["", "ab"]).offsets == [0, 0, 2])
  }

  @Test func trainsOnTexts() throws {
    let value = try configuration("{\"kind\": \"bpe\", \"vocabulary\": 260}")
    #expect(value.source.needsTexts)
    let tokenizer = try value.source.tokenizer(texts: ["low low lower"], in: folder.root)
    #expect(tokenizer.vocabularySize == 260)
    #expect(value.text == "{kind: bpe, vocabulary: 260}")
  }

  @Test func aPathIsATokenizer() throws {
    let value = try configuration("{\"path\": \"t\"}")
    #expect((value.source as? FileTokenizerSource)?.path == "t")
    #expect(
      message(folder) { _ = try value.source.inputFiles(in: folder.root) }
        == "t: no such file (nor with .gz); put it there, or name the folder that holds 't' with "
        + "--data or W2S_DATA")
  }

  @Test func truncationLeavesNoTextOut() {
    let encoded = ByteTokenizer().encode(["abcd", "e", "fgh"])
    let (last, shortened) = encoded.truncated(to: 2, keeping: .last)
    #expect(last.offsets == [0, 2, 3, 5])
    #expect(ByteTokenizer().decode(last.ids) == "cdegh")
    #expect(shortened == 2)
    #expect(ByteTokenizer().decode(encoded.truncated(to: 2, keeping: .first).0.ids) == "abefg")
  }

  static let remedy = "use a byte-level BPE tokenizer like GPT-2's, or kind: byte or bpe"

  @Test(arguments: [
    (
      "{\"model\": {\"type\": \"WordPiece\"}}",
      "tokenizer.json: a model of type 'WordPiece' cannot be read; \(remedy)"
    ),
    (
      "{\"model\": {\"type\": \"BPE\", \"byte_fallback\": true}}",
      "tokenizer.json: BPE with byte_fallback cannot be read; \(remedy)"
    ),
    (
      "{\"model\": {\"type\": \"BPE\"}, \"normalizer\": {\"type\": \"NFC\"}}",
      "tokenizer.json: a normalizer (NFC) cannot be read; \(remedy)"
    ),
    (
      "{\"model\": {\"type\": \"BPE\"}, \"pre_tokenizer\": {\"type\": \"Metaspace\"}}",
      "tokenizer.json: a pre-tokenizer other than GPT-2's ByteLevel cannot be read; \(remedy)"
    ),
    ("{\"vocab\": {}}", "tokenizer.json: there is no 'model' in it; name a tokenizer.json"),
    (
      "{\n\"model\": [}",
      "tokenizer.json:2: not JSON: expected a value at byte 13; fetch the file again"
    ),
    (
      "{\"model\": {\"vocab\": {\"a\": 0}, \"merges\": []}, \"pre_tokenizer\": {\"type\": \"ByteLevel\"}}",
      "tokenizer.json: the vocabulary lacks some of the 256 single bytes; fetch the file again"
    ),
    (
      "{\"model\": {\"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}, "
        + "\"pre_tokenizer\": {\"type\": \"ByteLevel\"}}",
      "tokenizer.json: merge 1, 'a b', is of tokens that are not in it; fetch the file again"
    ),
    (
      "{\"model\": {\"vocab\": {\"a\": -4}, \"merges\": []}, \"pre_tokenizer\": {\"type\": \"ByteLevel\"}}",
      "tokenizer.json: the id -4 is out of range; fetch the file again"
    ),
  ])
  func refusesWhatWouldGiveOtherIds(json: String, expected: String) throws {
    try folder.write("tokenizer.json", json)
    #expect(
      message(folder) { _ = try TokenizerLoader.load("tokenizer.json", in: folder.root) }
        == expected)
  }

  @Test func aFolderWithoutATokenizerIsAnError() throws {
    try folder.write("vocab.json", "{}")
    let error = #expect(throws: DatasetError.self) {
      _ = try TokenizerLoader.load(folder.path, in: folder.root)
    }
    #expect(
      error?.description == "\(folder.path): there is no tokenizer that can be read; "
        + "put tokenizer.json, or vocab.json and merges.txt there (each plain or .gz)")
  }

  @Test(
    .enabled(if: RealData.has("tokenizers/llama/tokenizer.json"), "needs tokenizers/llama"))
  func refusesTokenizersOfOtherKinds() throws {
    let root = try #require(RealData.root)
    #expect(throws: DatasetError.self) { try TokenizerLoader.load("tokenizers/llama", in: root) }
    #expect(throws: DatasetError.self) { try TokenizerLoader.load("tokenizers/bert", in: root) }
  }
}
