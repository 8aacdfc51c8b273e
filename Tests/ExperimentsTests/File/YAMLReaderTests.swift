import Configuration
import Experiments
import Testing

@Suite struct YAMLReaderTests {
  private func read(_ text: String) throws(ConfigurationError) -> Node {
    try YAMLReader.read(text, file: "a.yaml")
  }

  @Test func knowsThePlaceOfEveryKeyAndValue() throws {
    let node = try read("name: x\ntask:\n  splits: {train: 5, test: [1, \"2\"]}\n")
    func mark(_ line: Int, _ column: Int) -> Mark {
      Mark(file: "a.yaml", line: line, column: column)
    }
    func plain(_ text: String, _ line: Int, _ column: Int) -> Node {
      Node(.scalar(text, quoted: false), mark: mark(line, column))
    }
    let list = Node(
      .sequence([
        plain("1", 3, 29), Node(.scalar("2", quoted: true), mark: mark(3, 32)),
      ]), mark: mark(3, 28))
    let splits = Node(
      .mapping([
        .init(key: "train", mark: mark(3, 12), value: plain("5", 3, 19)),
        .init(key: "test", mark: mark(3, 22), value: list),
      ]), mark: mark(3, 11))
    let task = Node(
      .mapping([.init(key: "splits", mark: mark(3, 3), value: splits)]), mark: mark(3, 3))
    #expect(
      node
        == Node(
          .mapping([
            .init(key: "name", mark: mark(1, 1), value: plain("x", 1, 7)),
            .init(key: "task", mark: mark(2, 1), value: task),
          ]), mark: mark(1, 1)))
  }

  @Test(arguments: [
    ("a: null", Node.Content.null), ("a: ~", .null), ("a:", .null), ("a: NULL", .null),
    ("a: 5e-5", .scalar("5e-5", quoted: false)), ("a: yes", .scalar("yes", quoted: false)),
    ("a: \"null\"", .scalar("null", quoted: true)), ("a: '5'", .scalar("5", quoted: true)),
    ("a: ''", .scalar("", quoted: true)), ("a: !!str 5", .scalar("5", quoted: true)),
    ("a: |\n  x\n  y\n", .scalar("x\ny\n", quoted: true)),
    ("a: x\n  y", .scalar("x y", quoted: false)), ("a: x\n\n  y", .scalar("x\ny", quoted: true)),
    ("a: \"\\u00e9\\t\"", .scalar("é\t", quoted: true)),
    ("\u{FEFF}a: 1", .scalar("1", quoted: false)),
  ])
  func tellsPlainFromQuoted(text: String, content: Node.Content) throws {
    #expect(try read(text)["a"]?.content == content)
  }

  @Test func resolvesAnchorsAndMergeKeys() throws {
    let node = try read(
      """
      small: &small {layers: 1, width: 64}
      deep: &deep {layers: 9, heads: 2}
      same: *small
      large: {<<: *small, width: 128}
      both: {<<: [*small, *deep]}
      """)
    #expect(node["same"] == node["small"])
    #expect(node["same"]?["width"]?.mark == Mark(file: "a.yaml", line: 1, column: 34))
    #expect(node["large"]?.text == "{width: 128, layers: 1}")
    #expect(node["both"]?.text == "{layers: 1, width: 64, heads: 2}")
  }

  @Test(arguments: ["", "\n\n", "# nothing\n", "---\n"])
  func readsNothingAsNull(text: String) throws {
    #expect(try read(text).content == .null)
  }

  @Test(arguments: [
    ("a: 1\na: 2", "1:1: key 'a' stands twice in this mapping; keep one of them"),
    ("b: {x: 1, 'x': 2}", "1:5: key 'x' stands twice in this mapping; keep one of them"),
    ("true: 1\n\"true\": 2", "2:1: key 'true' stands twice; keep one of them"),
    ("a: 1\n\tb: 2", "2:1: a tab in the indentation; indent with spaces"),
    ("a:\n\tb: 2", "2:1: a tab in the indentation; indent with spaces"),
    ("a: @x", "1:4: '@' cannot begin a value; put the value in quotes"),
    ("a: `x`", "1:4: '`' cannot begin a value; put the value in quotes"),
    (
      "a: b: c",
      "1:5: a ':' where no key can stand; "
        + "put a value that holds ': ' in quotes, or align the line with its neighbours"
    ),
    (
      "a: 1\n b: 2",
      "2:3: a ':' where no key can stand; "
        + "put a value that holds ': ' in quotes, or align the line with its neighbours"
    ),
    (
      "a:\n  b: 1\n c: 2",
      "3:2: expected 'key: value' in line with the keys before it; "
        + "align the line with its neighbours, or put a value with special signs in quotes"
    ),
    (
      "a: 'x' y",
      "1:8: expected 'key: value' in line with the keys before it; "
        + "align the line with its neighbours, or put a value with special signs in quotes"
    ),
    (
      "a:\n  - 1\n  b: 2",
      "3:3: expected '- ' in line with the entries before it; align the line with its neighbours"
    ),
    ("a: 1\nb\nc: 3", "2:1: a key without ':'; write key: value"),
    ("a: \"x\nb: 2", "1:4: a quote that is never closed; close it"),
    ("a: 1\nb: [1, 2\nc: 3", "2:4: a list in brackets that is never closed; write [a, b]"),
    (
      "a: {b: 1\n",
      "1:4: a mapping in braces that is never closed; "
        + "write {a: 1, b: 2}, and quotes around a text in braces"
    ),
    (
      "a: {x} y",
      "1:8: expected 'key: value' in line with the keys before it; "
        + "align the line with its neighbours, or put a value with special signs in quotes"
    ),
    (
      "a: *x",
      "1:4: an alias without its anchor; "
        + "mark the value with &name before *name, or quote a text that begins with '*'"
    ),
    ("a: 1\n---\nb: 2", "2:1: a second document; keep one experiment in a file"),
    (
      "a: 1\nb: x\u{1}y",
      "2:5: a control character (code 1); remove it, or write it as an escape"
    ),
    ("a: !mine 5", "1:4: tag '!mine' means nothing here; remove the tag"),
    ("a: !!int 5", "1:4: tag 'tag:yaml.org,2002:int' means nothing here; remove the tag"),
    ("? [a, b]\n: 1", "1:3: a key that is no text; write a name before the ':'"),
    ("{: 1}", "1:2: no value can begin here; write a value, or put it in quotes"),
    ("a: {<<: 5}", "1:9: '<<' takes a mapping, found '5'; name the anchor of a mapping: <<: *name"),
  ])
  func saysWhatIsWrongAndWhere(text: String, message: String) {
    let error = #expect(throws: ConfigurationError.self) { try read(text) }
    #expect(error?.description == "a.yaml:" + message)
  }

  @Test func refusesAliasesThatStandForTooMuch() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let error = #expect(throws: ConfigurationError.self) { try read(text) }
    #expect(
      error?.problems.map(\.what) == ["the file stands for more than 100000 values"])
  }

  @Test func refusesBottomlessNesting() {
    let error = #expect(throws: ConfigurationError.self) {
      try read("a: " + String(repeating: "[", count: 100_000))
    }
    #expect(error?.problems.count == 1)
  }
}
