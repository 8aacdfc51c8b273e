import Configuration
import Foundation
import Testing

@testable import Datasets

/// A node from JSON text, whose every mark is line 1 of `a.yaml`.
func node(_ json: String) throws -> Node {
  func convert(_ value: JSONValue) -> Node {
    let mark = Mark(file: "a.yaml", line: 1, column: 1)
    let content: Node.Content =
      switch value {
      case .null: .null
      case .text(let text): .scalar(text, quoted: false)
      case .number, .boolean: .scalar(Cell(value).text ?? "", quoted: false)
      case .array(let values): .sequence(values.map(convert))
      case .object(let members):
        .mapping(members.map { Node.Entry(key: $0.key, mark: mark, value: convert($0.value)) })
      }
    return Node(content, mark: mark)
  }
  var json = json
  return convert(try json.withUTF8 { try JSONScanner.parse($0) })
}

func task(_ json: String) throws -> TaskConfiguration {
  var diagnostics = Diagnostics()
  let value = TaskConfiguration.decode(try node(json), &diagnostics)
  try diagnostics.throwIfAny()
  return try #require(value)
}

@Suite struct TaskConfigurationTests {
  static let splits = "\"splits\": {\"supervisor\": 2, \"transfer\": 2, \"test\": 2}"

  @Test func decodesANamedDataSet() throws {
    let value = try task(
      """
      {"kind": "classification", "source": "sst2", "template": "It says: {sentence}",
       "balance": true, "group": {"containment": 5}, \(Self.splits)}
      """)
    #expect(value.source == .named("sst2"))
    #expect(value.template?.columns == ["sentence"])
    #expect(value.group == .containment(words: 5))
    #expect(value.splits == SplitCounts(supervisor: 2, transfer: 2, validation: 0, test: 2))
  }

  @Test(arguments: [
    "{\"source\": \"sst2\", \(splits)}",
    "{\"source\": {\"path\": \"x.csv\", \"text\": \"a\", \"label\": \"b\"}, \"group\": \"none\", \(splits)}",
    "{\"source\": {\"path\": \"x.csv\", \"label\": \"b\"}, \"template\": \"{a} {{x}}\", "
      + "\"group\": {\"column\": \"q\", \"before\": \" A: \"}, \"classes\": [\"no\", \"yes\"], \(splits)}",
    "{\"source\": {\"generator\": \"relu-network\", \"dimension\": 8}, \"seed\": 3, \(splits)}",
    "{\"source\": {\"path\": \"x.jsonl\", \"each\": \"a.b\", \"answers\": {\"list\": \"a.b.c\", "
      + "\"right\": \"r\", \"by\": \"letter\", \"never\": \"no.\", \"draw\": \"both\"}}, "
      + "\"template\": \"{answer}\", \"group\": {\"column\": \"q\", \"words\": 3}, \(splits)}",
    "{\"source\": {\"path\": \"x.csv\", \"columns\": [\"a\", \"b\"], \"chosen\": \"a\", "
      + "\"rejected\": \"b\"}, \"kind\": \"preference\", \"group\": [\"a\", \"b\"], \(splits)}",
    "{\"source\": {\"path\": \"x.csv\", \"text\": \"a\", \"label\": \"b\"}, "
      + "\"values\": {\"0\": \"no\", \"1\": null, \"2\": \"yes\"}, \(splits)}",
  ])
  func roundTripsThroughJSON(json: String) throws {
    let value = try task(json)
    let data = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(TaskConfiguration.self, from: data) == value)
    var diagnostics = Diagnostics()
    #expect(TaskConfiguration.decode(value.node, &diagnostics) == value)
    #expect(diagnostics.problems == [])
  }

  @Test(arguments: [
    ("{\"source\": \"sst\", \(splits)}", "unknown data set 'sst'; did you mean 'sst2'?"),
    ("{\"source\": \"sst2\"}", "key 'splits' is missing; add it: how many rows each split has"),
    (
      "{\"source\": \"sst2\", \"splits\": {\"transfer\": -1, \"test\": 2}}",
      "transfer is -1; give a value at least 1"
    ),
    (
      "{\"source\": \"sst2\", \"kind\": \"features\", \(splits)}",
      "data set 'sst2' is of kind classification; remove kind"
    ),
    (
      "{\"source\": \"sst2\", \"template\": \"{a\", \(splits)}",
      "the template '{a' is not well formed; name columns in braces, such as \"{sentence}\"; "
        + "write {{ and }} for braces"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"text\": \"a\"}, \(splits)}",
      "the source does not say which column is the label; add label: COLUMN"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"label\": \"a\"}, \(splits)}",
      "nothing says which text a row has; add text: COLUMN to the source, or a template"
    ),
    (
      "{\"source\": {\"path\": \"x\", \"text\": \"a\", \"label\": \"b\"}, \(splits)}",
      "the name 'x' does not say what format it is; add format: csv, tsv, jsonl, idx or pgn"
    ),
    (
      "{\"source\": {\"path\": \"x\", \"format\": \"idx\"}, \"kind\": \"features\", \(splits)}",
      "an IDX file of records needs one of labels; add labels: FILE"
    ),
    (
      "{\"source\": {\"generator\": \"relu\"}, \(splits)}",
      "unknown generator 'relu'; use one of: relu-network"
    ),
    (
      "{\"source\": {\"generator\": \"relu-network\"}, \"balance\": true, \(splits)}",
      "a generated task has no balance; remove it"
    ),
    (
      "{\"source\": \"sst2\", \"classes\": [\"1\", \"1\"], \(splits)}",
      "classes is [\"1\", \"1\"]; list at least two different values"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"answers\": {\"columns\": [\"a\", \"b\"]}}, \"template\": \"{answer}\", \(splits)}",
      "nothing says which answer is right; add right: COLUMN to answers, or labels: FILE to the source"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"answers\": {\"columns\": [\"a\", \"b\"], \"right\": \"r\"}}, \(splits)}",
      "nothing says which text a row has; add a template that shows {answer}"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"answers\": {\"columns\": [\"a\", \"b\"], \"right\": \"r\"}}, \"template\": \"{a}\", \(splits)}",
      "the template '{a}' does not show {answer}; put {answer} where it belongs"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"answers\": {\"right\": \"r\"}}, \"template\": \"{answer}\", \(splits)}",
      "nothing says which columns the answers are; give one of: columns, list"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"chosen\": \"a\"}, \"kind\": \"preference\", \(splits)}",
      "of chosen and rejected only one is given; name the column of the other text too"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"text\": \"a\", \"label\": \"b\"}, \"kind\": \"preference\", \(splits)}",
      "the source does not say which columns the two texts are; add chosen: COLUMN and rejected: COLUMN"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"chosen\": \"a\", \"rejected\": \"b\"}, \"template\": \"{first}\", \(splits)}",
      "the template '{first}' does not show {first} and {second}; put {first} and {second} where it belongs"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"each\": \"a\", \"text\": \"a\", \"label\": \"b\"}, \(splits)}",
      "only JSON lines hold lists of rows; remove each"
    ),
    (
      "{\"source\": {\"path\": \"x.jsonl\", \"columns\": [\"a\"], \"text\": \"a\", \"label\": \"b\"}, \(splits)}",
      "a file of format jsonl has no unnamed columns; remove columns"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"text\": \"a\", \"label\": \"b\"}, \"values\": {\"0\": \"x\", \"1\": \"x\"}, \(splits)}",
      "the values have 1 classes; name two classes or more"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"text\": \"a\", \"label\": \"b\"}, \"values\": {\"0\": \"x\", \"1\": \"z\"}, \"classes\": [\"x\", \"w\"], \(splits)}",
      "classes are [x, w] and values name [x, z]; name the same classes in both, or remove classes"
    ),
    (
      "{\"source\": \"cosmos-qa\", \"classes\": [\"no\", \"yes\"], \(splits)}",
      "the classes of such a source are wrong and right; remove classes"
    ),
    (
      "{\"source\": \"cosmos-qa\", \"template\": \"{question}\", \(splits)}",
      "the template '{question}' does not show {answer}; put {answer} where it belongs"
    ),
    (
      "{\"source\": \"sst2\", \"group\": {\"containment\": 1}, \(splits)}",
      "containment is 1; give a value at least 2"
    ),
  ])
  func refusesWhatCannotBe(json: String, expected: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try task(json) }
    #expect(error?.problems.map { "\($0.what); \($0.remedy)" } == [expected])
  }

  @Test func theSeedStandsInPaths() throws {
    let value = try task(
      "{\"source\": {\"path\": \"w-{seed}.jsonl\", \"text\": \"t\", \"label\": \"l\"}, \(Self.splits)}"
    )
    #expect(value.dependsOnSeed)
    guard case .file(let file) = value.forSeed(2).source else { return }
    #expect(file.path == "w-2.jsonl")
    #expect(!value.forSeed(2).dependsOnSeed)
  }

  @Test(arguments: [
    ("{a} and {b}{a}", ["x", "y"], "x and yx"), ("{a}", ["x"], "x"), ("{{{a}}}", ["x"], "{x}"),
    ("Q: {#1 String}", ["x{b}"], "Q: x{b}"),
  ])
  func templatesAreFilled(pattern: String, values: [String], expected: String) throws {
    #expect(try #require(Template(pattern)).text(values) == expected)
  }

  @Test(arguments: ["{", "}", "{}", "a{b", "a}b", "{a{b}}"])
  func templatesAreWellFormed(pattern: String) { #expect(Template(pattern) == nil) }
}
