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

  static let remedy =
    "use a tokenizer of the GPT-2, Llama, Qwen or BERT kind, or kind: byte or bpe"
  static let again = "fetch the file again"

  /// A tokenizer.json with three tokens and other parts.
  private static func small(_ parts: String, model: String = "\"merges\": []") -> String {
    "{\(parts), \"model\": {\"vocab\": {\"a\": 0, \"b\": 1, \"ab\": 2}, \(model)}}"
  }

  static let refused: [(json: String, expected: String)] = [
    (
      "{\"model\": {\"type\": \"Unigram\"}}",
      "a model of type 'Unigram' is not supported; \(remedy)"
    ),
    (
      small("\"normalizer\": {\"type\": \"Nmt\"}"),
      "the normalizer 'Nmt' is not supported; \(remedy)"
    ),
    (
      small("\"pre_tokenizer\": {\"type\": \"UnicodeScripts\"}"),
      "the pre-tokenizer 'UnicodeScripts' is not supported; \(remedy)"
    ),
    (
      small(
        "\"pre_tokenizer\": {\"type\": \"Split\", \"behavior\": \"Isolated\", "
          + "\"pattern\": {\"Regex\": \"[a-z]+\"}}"),
      "the expression \"[a-z]+\" of Split is not supported; \(remedy)"
    ),
    (
      small("\"post_processor\": {\"type\": \"Other\"}"),
      "the post-processor 'Other' is not known; "
        + "name a tokenizer whose special tokens stand around the text"
    ),
    (
      small("\"post_processor\": {\"type\": \"TemplateProcessing\", \"single\": []}"),
      "its template holds the text 0 times; \(again)"
    ),
    (
      small("\"x\": 0", model: "\"dropout\": 0.1, \"merges\": []"),
      "BPE with dropout is not supported; \(remedy)"
    ),
    (
      small("\"x\": 0", model: "\"unk_token\": \"?\", \"merges\": []"),
      "the unknown token '?' is not in its vocabulary; \(again)"
    ),
    (
      small("\"x\": 0", model: "\"merges\": [\"a b\", \"a c\"]"),
      "merge 2, 'a c', is of tokens that are not in it; \(again)"
    ),
    (small("\"x\": 0", model: "\"merges\": [\"a\"]"), "merge 1, 'a', is not a pair; \(again)"),
    (small("\"x\": 0", model: "\"merges\": [[\"a\"]]"), "merge 1 is not a pair; \(again)"),
    (
      small("\"added_tokens\": [{\"id\": 1, \"content\": \"c\"}]"),
      "the tokens 'b' and 'c' have the same id 1; \(again)"
    ),
    (
      small("\"added_tokens\": [{\"id\": 1, \"content\": \"a\"}]"),
      "the added token 'a' has the ids 0 and 1; \(again)"
    ),
    ("{\"vocab\": {}}", "there is no 'model' in it; name a tokenizer.json"),
    ("{\"model\": {}}", "there is no vocabulary in it; name a file with a vocabulary"),
    (
      "{\"model\": {\"vocab\": {\"a\": 0, \"b\": 0}}}",
      "the tokens 'a' and 'b' have the same id 0; \(again)"
    ),
    ("{\"model\": {\"vocab\": {\"a\": -4}}}", "the id -4 is out of range; \(again)"),
    (
      "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"a\": 0}}}",
      "the unknown token '[UNK]' is not in its vocabulary; \(again)"
    ),
  ]

  @Test func aTruncatedFileIsAnError() throws {
    try folder.write("tokenizer.json", "{\n\"model\": [}")
    #expect(
      message(folder) { _ = try TokenizerLoader.load("tokenizer.json", in: folder.root) }
        == "tokenizer.json:2: not JSON: expected a value at byte 13; fetch the file again")
  }

  @Test(arguments: [
    ("QQ== 0\nQg== 2\n", "no token has the rank 1, though others come after it"),
    ("QQ== 0\nQg== 0\n", "the tokens 'A' and 'B' have the same id 0"),
    ("QQ== 0\nQQ== 1\n", "token 'A' stands twice"),
    ("QQ== 0\n", "no token stands for the byte 0"),
    ("", "there are no ranks in it"),
  ])
  func refusesRanksThatDoNotHoldTogether(text: String, expected: String) throws {
    try folder.write("qwen.tiktoken", text)
    #expect(
      message(folder) { _ = try TokenizerLoader.load(folder.path, in: folder.root) }
        == "qwen.tiktoken: \(expected); fetch the file again")
  }

  @Test(arguments: ["Q= 0", "QQ==", "QQ== x", "QQ==  0", " 0"])
  func refusesLinesThatAreNoRanks(line: String) throws {
    try folder.write("qwen.tiktoken", "QQ== 0\n\(line)\n")
    #expect(
      message(folder) { _ = try TokenizerLoader.load(folder.path, in: folder.root) }
        == "qwen.tiktoken:2: not a token in base64 and its rank; fetch the file again")
  }

  @Test(arguments: [[1, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 65]] as [[UInt8]])
  func refusesTruncatedFilesOfLlama2C(bytes: [UInt8]) throws {
    try folder.write("tok512.bin", bytes)
    #expect(
      message(folder) { _ = try TokenizerLoader.load(folder.path, in: folder.root) }
        == "tok512.bin: it ends, or goes wrong, within token 0; fetch the file again")
  }

  @Test func sentencePieceAloneIsRefused() throws {
    try folder.write("tokenizer.model", "x")
    let error = #expect(throws: DatasetError.self) {
      _ = try TokenizerLoader.load(folder.path, in: folder.root)
    }
    #expect(error?.what == "tokenizer.model, of SentencePiece, is not read")
  }

  @Test func ofSeveralFilesOneIsNamed() throws {
    try folder.write("a.tiktoken", "QQ== 1\n")
    try folder.write("b.tiktoken", "QQ== 2\n")
    let error = #expect(throws: DatasetError.self) {
      _ = try TokenizerLoader.load(folder.path, in: folder.root)
    }
    #expect(error?.what == "several files fit '*.tiktoken': a.tiktoken, b.tiktoken")
    let named = try TokenizerLoader.files(at: "b.tiktoken", in: folder.root)
    #expect(named == [folder.path + "/b.tiktoken"])
  }

  @Test func aLabelIsOneToken() throws {
    try folder.write("tokenizer.json", Self.small("\"x\": 0", model: "\"merges\": [\"a b\"]"))
    let tokenizer = try TokenizerLoader.load("tokenizer.json", in: folder.root)
    #expect(try tokenizer.id(of: "ab") == 2)
    #expect(
      message(folder) { _ = try tokenizer.id(of: "ba") }
        == "tokenizer: 'ba' is not one token but 2; "
        + "choose a word that is one token, with a space before it where texts have one")
  }

  @Test func truncationKeepsSpecialTokens() {
    let encoded = ByteTokenizer().encode(["abcd", "e", ""])
    let special = SpecialTokens(prefix: [1], suffix: [2, 3])
    let (first, shortened) = encoded.surrounded(by: special, truncatedTo: 5)
    #expect(first.ids == [1, 97, 98, 2, 3, 1, 101, 2, 3, 1, 2, 3])
    #expect(first.offsets == [0, 5, 9, 12])
    #expect(shortened == 1)
    let (last, _) = encoded.surrounded(by: special, truncatedTo: 4, keeping: .last)
    #expect(last[0] == [1, 100, 2, 3])
    #expect(encoded.surrounded(by: .none).0 == encoded)
  }

  @Test func wordsAreTheMostFrequentOnes() throws {
    let source = try configuration("{\"kind\": \"words\", \"vocabulary\": 3}").source
    #expect(source.needsTexts)
    let texts = ["The cat, the DOG", "a dog's cat-flap", "Ärger ärger ÄRGER; b2b"]
    let tokenizer = try source.tokenizer(texts: texts, in: folder.root)
    // ärger 3; cat, dog and the 2 each.
    #expect(tokenizer.vocabularySize == 4)
    #expect(tokenizer.encode("the DOG and a Cat: ärger!") == [3, 2, 1])
    #expect(tokenizer.encode(["", "nothing known"]).ids == [0, 0])
  }

  @Test(arguments: Self.refused)
  func refusesWhatWouldGiveOtherIds(json: String, expected: String) throws {
    try folder.write("tokenizer.json", json)
    #expect(
      message(folder) { _ = try TokenizerLoader.load("tokenizer.json", in: folder.root) }
        == "tokenizer.json: " + expected)
  }

  @Test func aFolderWithoutATokenizerIsAnError() throws {
    try folder.write("vocab.json", "{}")
    let error = #expect(throws: DatasetError.self) {
      _ = try TokenizerLoader.load(folder.path, in: folder.root)
    }
    #expect(
      error?.description == "\(folder.path): there is no tokenizer that can be read; "
        + "put tokenizer.json, or vocab.json and merges.txt, or vocab.txt, or *.tiktoken, or tok*.bin, "
        + "or chess_tokenizer.json there (each plain or .gz)")
  }
}
