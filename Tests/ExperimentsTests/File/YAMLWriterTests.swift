import Configuration
import Experiments
import Testing

@Suite struct YAMLWriterTests {
  @Test func writesWhatOneWouldWrite() throws {
    let text = """
      name: sst2-minilm
      task:
        kind: classification
        source: {path: a b.csv, text: sentence}
        template: "{sentence}: \\"x\\""
        splits: {supervisor: 5000, transfer: 5000}
        note: Hello, {world}
      models:
        small:
          architecture: gpt
          layers:
            first: {x: 1}
      pairs: [[small, large], [large, large]]
      methods:
        - finetune
        - confidence: {weight: 0.75, warmup: 0.2}
        - bootstrap:
            through: [medium]
            extra:
              a: {b: 1}
      limit: null
      empty: []
      none: {}

      """
    #expect(YAMLWriter.write(try YAMLReader.read(text, file: "a.yaml")) == text)
  }

  @Test(arguments: [
    (Node.plain("5"), "5\n"), (Node(.null, mark: .defaults), "null\n"), ([1, 2].node, "[1, 2]\n"),
    (.fields([]), "{}\n"), (.text(""), "\"\"\n"),
    (.fields([("a: b", .plain("x: y"))]), "\"a: b\": \"x: y\"\n"),
    (.fields([("a", Node.fields([("b", [[[1]]].node)]))]), "a:\n  b:\n    - [[1]]\n"),
  ])
  func writesSmallThings(node: Node, text: String) {
    #expect(YAMLWriter.write(node) == text)
  }

  @Test(arguments: 0..<400)
  func readsBackToTheSameNode(seed: Int) throws {
    var generator = TreeGenerator(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    let node = generator.node(depth: 4)
    let text = YAMLWriter.write(node)
    let back = try YAMLReader.read(text, file: "a.yaml")
    #expect(back.unplaced == node, "\(text)")
    #expect(YAMLWriter.write(back) == text)
  }
}

/// Random trees over texts that are awkward to write.
private struct TreeGenerator: RandomNumberGenerator {
  var state: UInt64

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static let pieces = [
    "a", "b", "Z", "0", "7", ".", "-", "+", "_", "/", " ", "  ", ":", ": ", "#", " #", ",", "[",
    "]", "{", "}", "'", "\"", "\\", "!", "&", "*", "|", ">", "%", "@", "`", "?", "? ", "- ", "~",
    "\n", "\n\n", "\t", "\r", "é", "ü", "漢", "😀", "👩‍👩‍👧", "\u{7}", "\u{85}", "\u{2028}",
    "x\u{FEFF}", "\u{200B}", "null", "true", "---", "...", "<<", "=", "e5",
  ]

  mutating func text() -> String {
    let count = Int.random(in: 0...4, using: &self)
    return (0..<count).map { _ in Self.pieces.randomElement(using: &self) ?? "" }.joined()
  }

  mutating func scalar() -> Node {
    let text = text()
    switch Int.random(in: 0...4, using: &self) {
    case 0: return Node(.null, mark: .defaults)
    case 1: return Int.random(in: -1000...1000, using: &self).node
    case 2:
      // What a file may hold without quotes.
      let isNull = ["~", "null"].contains(text)
      return Node.isPlainInBlock(text) && !isNull ? .plain(text) : .text(text)
    default: return Node(.scalar(text, quoted: true), mark: .defaults)
    }
  }

  mutating func node(depth: Int) -> Node {
    let count = Int.random(in: 0...4, using: &self)
    switch Int.random(in: 0...2, using: &self) {
    case 1 where depth > 0:
      return Node(.sequence((0..<count).map { _ in node(depth: depth - 1) }), mark: .defaults)
    case 2 where depth > 0:
      var keys: Set<String> = []
      let fields = (0..<count).compactMap { _ -> (name: String, value: Node)? in
        let key = text()
        guard !key.isEmpty, keys.insert(key).inserted else { return nil }
        return (key, node(depth: depth - 1))
      }
      return .fields(fields)
    default: return scalar()
    }
  }
}
