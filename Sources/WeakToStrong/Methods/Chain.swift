import Configuration

/// The models that labels pass through on their way from a supervisor to a student.
package enum Chain: ConfigurationValue, Codable, Equatable {
  case named([String])
  /// Every model of the ladder that stands between the two; where none does, the supervisor teaches the
  /// student directly.
  case between

  private static let word = "between"

  package var names: [String] {
    if case .named(let names) = self { names } else { [] }
  }

  func models(
    between supervisor: String, and student: String, _ planner: some StagePlanner
  ) -> [String] {
    switch self {
    case .named(let names): names
    case .between: planner.models(between: supervisor, and: student)
    }
  }

  package static var schema: ValueSchema { .anyOf([.choice([word]), .list(.text)]) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Chain? {
    if case .scalar(word, quoted: _) = node.content { return .between }
    guard case .sequence = node.content else {
      diagnostics.reportMismatch(
        node, wanted: "between or a list of models", example: "[medium], or between")
      return nil
    }
    return [String].decode(node, &diagnostics).map { .named($0) }
  }

  package var node: Node {
    switch self {
    case .named(let names): names.node
    case .between: .plain(Self.word)
    }
  }
}
