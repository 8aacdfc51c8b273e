import Configuration
import Yams

extension YamlError {
  /// The error in the form of every other problem of an experiment file. The parser's own words are
  /// about its grammar; these say what one does about it.
  func problem(in text: String, file: String) -> Problem {
    func place(_ mark: Yams.Mark) -> Configuration.Mark {
      Configuration.Mark(file: file, line: mark.line, column: mark.column)
    }
    switch self {
    case .scanner(let context, let problem, let mark, yaml: _),
      .parser(let context, let problem, let mark, yaml: _),
      .composer(let context, let problem, let mark, yaml: _):
      let reading = reading(problem, found: text.unicodeScalar(line: mark.line, mark.column))
      let shown = reading.atStart ? context?.mark ?? mark : mark
      return Problem(at: place(shown), reading.what, remedy: reading.remedy)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "'\($0)'" }.joined(separator: ", ")
      return Problem(
        at: place(context.mark), "key \(names) stands twice in this mapping",
        remedy: "keep one of them")
    case .reader(_, let offset, let value, yaml: _):
      let before = text.prefix(offset ?? 0)
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      let line = before.count(where: \.isNewline) + 1
      return Problem(
        at: Configuration.Mark(file: file, line: line, column: column),
        "a control character (code \(value))", remedy: "remove it, or write it as an escape")
    default:
      return Problem(
        at: Configuration.Mark(file: file, line: 1, column: 1), "not YAML: \(self)",
        remedy: "correct the text")
    }
  }
}

private struct Reading {
  var what: String
  var remedy: String
  /// Whether the place where the unfinished thing began says more than where it broke off.
  var atStart = false
}

private func reading(_ problem: String, found scalar: Unicode.Scalar?) -> Reading {
  switch problem {
  case _ where problem.contains("tab character"), _ where scalar == "\t":
    return Reading(what: "a tab in the indentation", remedy: "indent with spaces")
  case "found character that cannot start any token":
    let name = scalar.map { "'\($0)'" } ?? "this"
    return Reading(
      what: "\(name) cannot begin a value", remedy: "put the value in quotes")
  case "mapping values are not allowed in this context":
    return Reading(
      what: "a ':' where no key can stand",
      remedy: "put a value that holds ': ' in quotes, or align the line with its neighbours")
  case "did not find expected key":
    return Reading(
      what: "expected 'key: value' in line with the keys before it",
      remedy: "align the line with its neighbours, or put a value with special signs in quotes")
  case "did not find expected '-' indicator":
    return Reading(
      what: "expected '- ' in line with the entries before it",
      remedy: "align the line with its neighbours")
  case "could not find expected ':'":
    return Reading(what: "a key without ':'", remedy: "write key: value", atStart: true)
  case "found unexpected end of stream", "found unexpected document indicator":
    return Reading(
      what: "a quote that is never closed", remedy: "close it", atStart: true)
  case "did not find expected ',' or ']'":
    return Reading(
      what: "a list in brackets that is never closed", remedy: "write [a, b]", atStart: true)
  case "did not find expected ',' or '}'":
    return Reading(
      what: "a mapping in braces that is never closed",
      remedy: "write {a: 1, b: 2}, and quotes around a text in braces", atStart: true)
  case "did not find expected node content":
    return Reading(
      what: "no value can begin here", remedy: "write a value, or put it in quotes")
  case "found undefined alias":
    return Reading(
      what: "an alias without its anchor",
      remedy: "mark the value with &name before *name, or quote a text that begins with '*'")
  case "but found another document":
    return Reading(what: "a second document", remedy: "keep one experiment in a file")
  default:
    return Reading(what: "not YAML: \(problem)", remedy: "correct the text")
  }
}

extension String {
  fileprivate func unicodeScalar(line: Int, _ column: Int) -> Unicode.Scalar? {
    let lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.indices.contains(line - 1) else { return nil }
    return lines[line - 1].unicodeScalars.dropFirst(column - 1).first
  }
}
