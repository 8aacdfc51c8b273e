import Configuration

/// Which rows belong together and must not be on two sides of a split. Rows with the same text always
/// do, whatever the rule.
package enum GroupRule: Sendable, Equatable, Codable {
  case none
  /// The same value in a column.
  case column(String)
  /// The same beginning of a column's text, up to a marker (`" A: "` after a question).
  case prefix(column: String, before: String)
  /// One text's words, at least this many, stand in another text in a row (`Containment`).
  case containment(words: Int)

  /// The column it reads.
  var column: String? {
    switch self {
    case .column(let column), .prefix(let column, before: _): column
    case .none, .containment: nil
    }
  }

  /// The part of the column's text that names the group.
  func key(_ text: String) -> Substring {
    guard case .prefix(_, let marker) = self, let range = text.firstRange(of: marker) else {
      return text[...]
    }
    return text[..<range.lowerBound]
  }
}

extension GroupRule: ConfigurationValue {
  private struct Prefix: Configurable {
    var column = ""
    var before: String?
    static var fields: [Field<Prefix>] {
      [
        Field("column", \.column, "column that names the group", required: true),
        Field("before", \.before, "only the text up to this marker counts"),
      ]
    }
  }

  private struct Words: Configurable {
    var containment = 4
    static var fields: [Field<Words>] {
      [
        Field(
          "containment", \.containment, "words of one text that make it part of another",
          required: true, check: .atLeast(2))
      ]
    }
  }

  package static var schema: ValueSchema {
    .anyOf([.choice(["none"]), .text, Prefix.schema, Words.schema])
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> GroupRule? {
    switch node.content {
    case .scalar("none", quoted: false): return GroupRule.none
    case .scalar(let column, quoted: _): return .column(column)
    case .mapping where node["containment"] != nil:
      return Words.decode(node, &diagnostics).map { .containment(words: $0.containment) }
    case .mapping:
      return Prefix.decode(node, &diagnostics).map { rule in
        rule.before.map { .prefix(column: rule.column, before: $0) } ?? .column(rule.column)
      }
    default:
      diagnostics.reportMismatch(
        node, wanted: "a column", example: "a column's name, {column: …, before: …} or none")
      return nil
    }
  }

  package var node: Node {
    switch self {
    case .none: .plain("none")
    case .column("none"): Node(.scalar("none", quoted: true), mark: .defaults)
    case .column(let column): column.node
    case .prefix(let column, let marker):
      .fields([("column", column.node), ("before", marker.node)])
    case .containment(let words): .fields([("containment", words.node)])
    }
  }
}
