import Testing

@testable import Configuration

private enum Shape: String, WordValue { case constant, linear, cosine }

private struct Inner: Configurable {
  var rate = 0.1
  var shape = Shape.cosine
  static var fields: [Field<Inner>] {
    [
      Field("rate", \.rate, "learning rate", check: .above(0)),
      Field("shape", \.shape, "schedule"),
    ]
  }
}

private struct Outer: Configurable {
  var name = ""
  var seeds = [0]
  var inner = Inner()
  var limit: Int?
  static var fields: [Field<Outer>] {
    [
      Field("name", \.name, "what the run is called", required: true),
      Field("seeds", \.seeds, "one run each"),
      Field("inner", \.inner, "training"),
      Field("limit", \.limit, "steps at most"),
    ]
  }
}

private func node(_ value: Node.Content, _ line: Int = 1, _ column: Int = 1) -> Node {
  Node(value, mark: Mark(file: "a.yaml", line: line, column: column))
}

private func mapping(_ entries: [(String, Node)]) -> Node {
  node(.mapping(entries.map { Node.Entry(key: $0.0, mark: $0.1.mark, value: $0.1) }))
}

private func word(_ text: String, line: Int = 1) -> Node {
  node(.scalar(text, quoted: false), line)
}

@Suite struct ConfigurableTests {
  @Test func setsWhatTheFileSaysAndKeepsTheRest() throws {
    var diagnostics = Diagnostics()
    let decoded = Outer.decode(
      mapping([("name", word("x")), ("inner", mapping([("shape", word("linear"))]))]),
      &diagnostics)
    let value = try #require(decoded)
    #expect(value == Outer(name: "x", inner: Inner(shape: .linear)))
    #expect(diagnostics.problems.isEmpty)
  }

  @Test func reportsEverythingAtOnceInTheOrderOfTheFile() {
    var diagnostics = Diagnostics()
    let decoded = Outer.decode(
      mapping([
        ("inner", mapping([("rate", word("-1", line: 3)), ("shaep", word("x", line: 4))])),
        ("seeds", word("7", line: 2)),
      ]), &diagnostics)
    #expect(decoded == nil)
    let error = #expect(throws: ConfigurationError.self) { try diagnostics.throwIfAny() }
    #expect(
      error?.problems.map(\.description) == [
        "a.yaml:1:1: key 'name' is missing; add it: what the run is called",
        "a.yaml:2:1: expected a list, found '7'; write a list such as [a, b]",
        "a.yaml:3:1: rate is -1.0; give a value above 0.0",
        "a.yaml:4:1: unknown key 'shaep'; did you mean 'shape'?",
      ])
  }

  @Test func mergesMappingsKeyByKey() {
    let base = mapping([("a", word("1")), ("b", mapping([("c", word("2"))]))])
    let merged = base.merged(with: mapping([("b", mapping([("d", word("3"))]))]))
    #expect(merged["a"] == word("1"))
    #expect(merged["b"]?["c"] == word("2"))
    #expect(merged["b"]?["d"] == word("3"))
  }

  @Test func givesItsNodeWithEveryDefault() {
    let value = Outer(name: "3", seeds: [0, 1], inner: Inner(rate: 5e-5))
    #expect(
      value.text
        == "{name: \"3\", seeds: [0, 1], inner: {rate: 5e-05, shape: cosine}, limit: null}")
    var diagnostics = Diagnostics()
    #expect(Outer.decode(value.node, &diagnostics) == value)
    #expect(diagnostics.problems.isEmpty)
  }

  @Test func ordersProblemsFileByFile() {
    var diagnostics = Diagnostics()
    diagnostics.report("c", at: Mark(file: "b.yaml", line: 9, column: 1), remedy: "x")
    diagnostics.report("d", at: Mark(file: "a.yaml", line: 1, column: 1), remedy: "x")
    diagnostics.report("b", at: Mark(file: "b.yaml", line: 2, column: 1), remedy: "x")
    let error = #expect(throws: ConfigurationError.self) { try diagnostics.throwIfAny() }
    #expect(error?.problems.map(\.what) == ["b", "c", "d"])
  }

  @Test(arguments: [("epohcs", "epochs"), ("epoch", "epochs"), ("xyz", nil)])
  func suggestsTheNearestName(wrong: String, right: String?) {
    #expect(nearestName(to: wrong, among: ["epochs", "batch", "rate"]) == right)
  }
}
