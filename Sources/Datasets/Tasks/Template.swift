import Configuration

/// How the columns of a row become a text: `"Q: {question} A: {answer}"`. `{{` and `}}` are braces.
package struct Template: Sendable, Equatable {
  private enum Part: Sendable, Equatable {
    case literal(String)
    /// Place in `columns`.
    case column(Int)
  }

  /// As it was written.
  package let pattern: String
  /// The columns that it names, each once.
  package let columns: [String]
  private let parts: [Part]

  /// Nil if a brace stands alone or encloses nothing.
  package init?(_ pattern: String) {
    var columns: [String] = []
    var parts: [Part] = []
    var literal = ""
    var rest = Substring(pattern)
    while let character = rest.popFirst() {
      switch character {
      case "{" where rest.first == "{", "}" where rest.first == "}":
        literal.append(character)
        rest.removeFirst()
      case "{":
        guard let end = rest.firstIndex(of: "}"), end > rest.startIndex else { return nil }
        let name = String(rest[..<end])
        guard !name.contains("{") else { return nil }
        rest = rest[rest.index(after: end)...]
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        let place = columns.firstIndex(of: name) ?? columns.count
        if place == columns.count { columns.append(name) }
        parts.append(.column(place))
      case "}": return nil
      default: literal.append(character)
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.pattern = pattern
    self.columns = columns
    self.parts = parts
  }

  /// The template that is one column alone.
  package init(column: String) {
    pattern = "{\(column)}"
    columns = [column]
    parts = [.column(0)]
  }

  /// - Parameter values: of `columns`, in that order.
  package func text(_ values: [String]) -> String {
    if parts.count == 1, case .column(let place) = parts[0] { return values[place] }
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .column(let place): text += values[place]
      }
    }
    return text
  }
}

extension Template: ConfigurationValue, Codable {
  package static var schema: ValueSchema { .text }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Template? {
    guard let pattern = String.decode(node, &diagnostics) else { return nil }
    guard let template = Template(pattern), !template.columns.isEmpty else {
      diagnostics.report(
        "the template '\(pattern)' is not well formed", at: node.mark,
        remedy: "name columns in braces, such as \"{sentence}\"; write {{ and }} for braces")
      return nil
    }
    return template
  }

  package var node: Node { pattern.node }

  package init(from decoder: any Decoder) throws {
    let pattern = try decoder.singleValueContainer().decode(String.self)
    guard let template = Template(pattern) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no template: \(pattern)"))
    }
    self = template
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(pattern)
  }
}
