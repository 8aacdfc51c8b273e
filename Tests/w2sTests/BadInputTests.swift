import Foundation
import Testing

/// Something wrong with an experiment or its data, and what the program says to it.
struct BadInput: Sendable, CustomTestStringConvertible {
  var name: String
  /// The experiment file that is run.
  var file = "texts.yaml"
  /// What stands in the file instead of what.
  var change = ("", "")
  var overrides: [String] = []
  /// Of Data/reviews.csv.
  var table: Data?
  var code: Int32 = 64
  /// Of one line, after `error: `.
  var message: String

  var testDescription: String { name }
}

@Suite struct BadInputTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private static func table(_ lines: String...) -> Data {
    Data(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// Found before anything is computed.
  static let refused: [BadInput] = [
    BadInput(
      name: "unknown key", change: ("batch: 8", "batsh: 8"),
      message: "texts.yaml:11:24: unknown key 'batsh'; did you mean 'batch'?"),
    BadInput(
      name: "wrong type", change: ("1e-2", "fast"),
      message: "texts.yaml:11:40: expected a number, found 'fast'; "
        + "write a number such as 0.5 or 5e-5"),
    BadInput(
      name: "broken YAML", change: ("splits: {", "splits: ["),
      message: "texts.yaml:4:11: a list in brackets that is never closed; write [a, b]"),
    BadInput(
      name: "slash in the name", change: ("name: texts", "name: a/b"),
      message: "texts.yaml:1:7: name is a/b; give a value of letters, digits, '.', '-' and '_'"),
    BadInput(
      name: "no file", file: "none.yaml", message: "none.yaml: no such file; check the path"),
    BadInput(
      name: "perceptron on texts",
      change: ("gpt, layers: 1, width: 4, heads: 1, context: 8", "mlp"),
      message: "texts.yaml:7:10: model 'small' is of architecture mlp, which does not read the "
        + "task's texts; use one of: gpt, llama, gpt-neox, bert, pretrained, bag-of-words"),
    BadInput(
      name: "decoder on numbers", file: "features.yaml",
      change: ("mlp, hidden: [8]", "gpt, layers: 1, width: 4, heads: 1"),
      message: "features.yaml:8:10: model 'large' is of architecture gpt, which does not read the "
        + "task's features; use one of: mlp, random-features, linear"),
    BadInput(
      name: "vocabulary without all bytes", change: ("byte", "{ kind: bpe, vocabulary: 10 }"),
      message: "texts.yaml:5:37: vocabulary is 10; give a value between 256 and 1048576"),
    BadInput(
      name: "override of no key", overrides: ["trainin.rate=1"],
      message: "argument trainin.rate=1: unknown key 'trainin'; did you mean 'training'?"),
    BadInput(
      name: "override of another type", overrides: ["training.rate=x"],
      message: "argument training.rate=x: expected a number, found 'x'; "
        + "write a number such as 0.5 or 5e-5"),
    BadInput(
      name: "override without a value", overrides: ["training.steps"],
      message: "argument training.steps: expected key=value; "
        + "write an override such as training.epochs=1"),
    BadInput(
      name: "override without a key", overrides: ["=3"],
      message: "argument =3: an empty key before '='; write an override such as training.epochs=1"),
    BadInput(
      name: "override past the end of a list", overrides: ["methods.7=finetune"],
      message: "argument methods.7=finetune: 'methods' is a list of 2 without a place '7'; "
        + "use an index from 0 to 1, or set the whole list: methods=[…]"),
    BadInput(
      name: "data set that is not there", overrides: ["task.source=sst2"], code: 65,
      message: "Data/sst2/train.tsv: no such file (nor with .gz); data set 'sst2' wants it, "
        + "from train.tsv of GLUE's SST-2 (header: sentence, label); "
        + "name the folder that holds 'sst2/train.tsv' with --data or W2S_DATA"),
    BadInput(
      name: "table that is not there", overrides: ["task.source.path=none.csv"], code: 65,
      message: "Data/none.csv: no such file (nor with .gz), nor ./none.csv; "
        + "put it there, or name the folder that holds 'none.csv' with --data or W2S_DATA"),
    BadInput(
      name: "empty table", table: Data(), code: 65,
      message: "Data/reviews.csv: the file is empty; put a header and rows into it"),
    BadInput(
      name: "column that is not there", overrides: ["task.source.label=labl"], code: 65,
      message: "Data/reviews.csv:1: there is no column 'labl'; did you mean 'label'? "
        + "its columns are: text, label"),
    BadInput(
      name: "tokenizer that is not there", overrides: ["tokenizer={path: none}"], code: 65,
      message: "Data/none: no such file (nor with .gz), nor ./none; "
        + "put it there, or name the folder that holds 'none' with --data or W2S_DATA"),
    BadInput(
      name: "tokenizer that is none", overrides: ["tokenizer={path: reviews.csv}"], code: 65,
      message: "Data/reviews.csv: there is no tokenizer that can be read; "
        + "put tokenizer.json, or vocab.json and merges.txt, or vocab.txt, or *.tiktoken, or "
        + "tok*.bin, or chess_tokenizer.json there (each plain or .gz)"),
  ]

  /// Found when the data are read.
  static let failing: [BadInput] = [
    BadInput(
      name: "ragged row", table: table("text,label", "a,x", "b,c,y"), code: 65,
      message: "data reviews.csv: Data/reviews.csv:3: the row has 3 columns, the header 2; "
        + "give every row 2"),
    BadInput(
      name: "bad UTF-8", table: Data("text,label\na,x\nb".utf8) + [0xff] + Data(",x\n".utf8),
      code: 65,
      message: "data reviews.csv: Data/reviews.csv:3: byte 2 (0xff) is not valid UTF-8; "
        + "convert the file to UTF-8"),
    BadInput(
      name: "label outside its classes", overrides: ["task.classes=[negative, neutral]"], code: 65,
      message: "data reviews.csv: Data/reviews.csv:2: label 'positive' is none of the classes "
        + "negative, neutral; correct the label or list it in classes"),
    BadInput(
      name: "split larger than the data", overrides: ["task.splits.test=4000"], code: 65,
      message: "data reviews.csv: Data/reviews.csv: there are 120 rows for test 4000, "
        + "validation 16, supervisor 30, transfer 30; ask for fewer rows"),
    BadInput(
      name: "tokenizer of another family", overrides: ["tokenizer={path: other.json}"], code: 65,
      message: "tokens for small: Data/other.json: there is no vocabulary in it; "
        + "name a file with a vocabulary"),
  ]

  @Test(arguments: refused, ["validate", "run"])
  func isRefusedBeforeAnythingIsComputed(input: BadInput, command: String) throws {
    let outcome = try outcome(of: input, [command])
    #expect(outcome.code == input.code)
    #expect(outcome.output == "")
    #expect(outcome.error == "error: \(input.message)\n")
    #expect(!place.exists("Results"))
  }

  @Test(arguments: failing)
  func failsWithTheCauseSaidOnce(input: BadInput) throws {
    try place.write(#"{"model": {"type": "WordPiece"}}"#, to: "Data/other.json")
    let outcome = try outcome(of: input, ["run", "--quiet"])
    #expect(outcome.code == input.code)
    #expect(outcome.output == "")
    let quoted = input.overrides.map { $0.contains(" ") ? " '\($0)'" : " \($0)" }.joined()
    #expect(
      outcome.error == """
        error: 2 cells: \(input.message)
        2 of 2 cells failed; run them again with: w2s run --quiet texts.yaml\(quoted)

        """)
    #expect(!place.exists("Results/texts/pgr.csv"))
    #expect(try place.w2s("cache", "verify").code == 0)
    #expect(try place.artifacts("Results").allSatisfy { !$0.hasSuffix(".partial.h5") })
  }

  private func outcome(of input: BadInput, _ command: [String]) throws -> Binary.Outcome {
    if let table = input.table { try place.write(table, to: "Data/reviews.csv") }
    if input.change.0 != "" {
      let text = try place.text(input.file)
      try #require(text.contains(input.change.0))
      try place.write(text.replacing(input.change.0, with: input.change.1), to: input.file)
    }
    return try place.w2s(command + [input.file] + input.overrides)
  }

  @Test(arguments: ["Data/reviews.csv", "/dev/null/results"])
  func aRootThatCannotBeWrittenIs74(root: String) throws {
    let outcome = try place.w2s("run", "features.yaml", "--quiet", "--output", root)
    #expect(outcome.code == 74)
    #expect(outcome.error.hasPrefix("error: \(root)"))
    #expect(
      outcome.error.hasSuffix(
        ": the folder cannot be made: Not a directory; check the disk and the path\n"))
  }
}
