import Foundation
import Kernels
import Testing

@testable import Datasets

@Suite struct WordCacheTests {
  /// All words of the letters NUL, a and U+00FF up to nine bytes, and some around them of up to twenty:
  /// words that differ only in length, in one end or in the middle.
  static func words() -> [[UInt8]] {
    var words: [[UInt8]] = []
    var last: [[UInt8]] = [[]]
    for _ in 1...8 {
      last = last.flatMap { word in [0, 0x61, 0xff].map { word + [$0] } }
      words += last
    }
    for count in 9...20 {
      let word = [UInt8](repeating: 0x61, count: count)
      words.append(word)
      for place in 0..<count {
        var other = word
        other[place] = 0x62
        words.append(other)
      }
    }
    return words
  }

  @Test func tableTellsWordsApart() {
    var table = ShortWordTable(capacity: 16)
    let words = Self.words().filter { $0.count <= ShortWordTable.longest }
    for (number, word) in words.enumerated() {
      word.withUnsafeBufferPointer { bytes in
        let key = ShortWordTable.Key(bytes)
        #expect(table.find(key) == nil, "\(word)")
        table.insert(key, value: Int32(number), count: number % 7)
      }
    }
    #expect(table.count == words.count)
    for (number, word) in words.enumerated() {
      word.withUnsafeBufferPointer { bytes in
        let found = table.find(ShortWordTable.Key(bytes))
        #expect(found?.value == Int32(number) && found?.count == number % 7, "\(word)")
      }
    }
  }

  @Test func aWordGetsItsIDsAgain() {
    let cache = WordCache()
    let words = Self.words()
    func ids(_ number: Int) -> [Int32] { (0..<number % 5).map { Int32(number * 10 + $0) } }
    for (number, word) in words.enumerated() {
      word.withUnsafeBufferPointer { bytes in
        var result: [Int32] = [-1]
        #expect(!cache.append(bytes, to: &result) && result == [-1])
        cache.remember(bytes, ([7] + ids(number))[1...])
      }
    }
    for (number, word) in words.enumerated() {
      word.withUnsafeBufferPointer { bytes in
        var result: [Int32] = [-1]
        #expect(cache.append(bytes, to: &result) && result == [-1] + ids(number))
      }
    }
  }

  @Test func whatIsTooLongIsNotRemembered() {
    let cache = WordCache()
    [UInt8](repeating: 0x61, count: 65).withUnsafeBufferPointer { bytes in
      var result: [Int32] = []
      cache.remember(bytes, [1, 2])
      #expect(!cache.append(bytes, to: &result))
    }
  }
}

@Suite struct ParallelTokenizingTests {
  static let texts = (0..<700).map { number in
    String(
      repeating: "The \(number)th film, “naïve” and \(number * 7919)… \u{1F600} ", count: number % 9
    )
  }

  @Test(arguments: ["gpt2", "llama", "bert", "qwen2"])
  func anyNumberOfThreadsGivesTheSameIDs(variant: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("tokenizer.json", try TokenizerPipelineTests.file(variant))
    let tokenizer = try TokenizerLoader.load(path, in: DataRoot("/"))
    // Each text by itself, so that nothing is met again.
    var expected = EncodedTexts()
    for text in Self.texts {
      expected.ids += tokenizer.encode(text, special: true)
      expected.offsets.append(expected.ids.count)
    }
    for threads in 1...4 {
      let team = WorkerTeam(threads: threads)
      #expect(tokenizer.encode(Self.texts, special: true, team: team) == expected)
    }
  }

  @Test func noTextsGiveNoIDs() {
    #expect(ByteTokenizer().encode([], team: WorkerTeam(threads: 2)) == EncodedTexts())
  }

  @Test(arguments: [1, 3]) func linesAreThoseOfTheTexts(threads: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("lines.txt", Self.texts.joined(separator: "\n") + "\n")
    let tokenizer = try TokenizerLoader.load(
      try Fixtures.path("tokenizer/tokenizer.json"), in: DataRoot("/"))
    var lines = TokenizedLines(tokenizer, special: false, team: WorkerTeam(threads: threads))
    var output: [UInt8] = []
    try lines.encode(LineReader(path: path)) { output += $0 }
    let expected = Self.texts.map { text in
      "{\"ids\": [\(tokenizer.encode(text).map(String.init).joined(separator: ", "))]}\n"
    }
    #expect(String(decoding: output, as: UTF8.self) == expected.joined())
  }

  @Test func idsAreWrittenInDecimals() throws {
    struct Numbers: Tokenizer {
      let vocabularySize = Int(Int32.max)
      func encode(
        _ bytes: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], _ cache: WordCache
      ) { ids += [0, 9, 10, 99, 100, 50256, 1_000_000_000, .max] }
      func bytes(of id: Int32) -> [UInt8]? { nil }
    }
    let folder = try TemporaryFolder()
    let path = try folder.write("lines.txt", "a\n")
    var lines = TokenizedLines(Numbers(), special: false, team: WorkerTeam())
    var output = ""
    try lines.encode(LineReader(path: path)) { output += String(decoding: $0, as: UTF8.self) }
    #expect(output == "{\"ids\": [0, 9, 10, 99, 100, 50256, 1000000000, 2147483647]}\n")
  }
}
