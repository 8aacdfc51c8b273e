import Configuration

/// Writes a node tree as YAML that `YAMLReader` reads back as the same tree.
///
/// Keys keep their order. Lists of scalars and mappings of a few stand on one line; the rest is
/// indented by two spaces.
package enum YAMLWriter {
  private static let longestLine = 76

  package static func write(_ node: Node) -> String {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      return block(node).map { $0 + "\n" }.joined()
    }
    return lines(entries).map { $0 + "\n" }.joined()
  }

  /// The node in as many lines as it takes, without indentation.
  private static func block(_ node: Node) -> [String] {
    switch node.content {
    case .null: ["null"]
    case .scalar(let text, quoted: let quoted):
      [quoted || !Node.isPlainInBlock(text) ? Node.quote(text) : text]
    case .mapping(let entries): oneLine(node).map { [$0] } ?? lines(entries)
    case .sequence(let items):
      oneLine(node).map { [$0] }
        ?? items.flatMap { item in
          block(item).enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
        }
    }
  }

  private static func lines(_ entries: [Node.Entry]) -> [String] {
    entries.flatMap { entry in
      let value = block(entry.value)
      let key = Node.key(entry.key) + ":"
      if value.count == 1, isInline(entry.value) { return [key + " " + value[0]] }
      return [key] + value.map { "  " + $0 }
    }
  }

  private static func isInline(_ node: Node) -> Bool {
    switch node.content {
    case .null, .scalar: true
    case .sequence, .mapping: oneLine(node) != nil
    }
  }

  /// The list or mapping in brackets, if it is simple and short enough for one line.
  private static func oneLine(_ node: Node) -> String? {
    let simple =
      switch node.content {
      case .sequence(let items): items.allSatisfy { depth($0) == 0 || isListOfScalars($0) }
      case .mapping(let entries):
        entries.allSatisfy { depth($0.value) == 0 || isListOfScalars($0.value) }
      default: false
      }
    guard simple, isPlainInFlow(node) else { return nil }
    let text = node.text
    return text.count <= longestLine ? text : nil
  }

  private static func isListOfScalars(_ node: Node) -> Bool {
    if case .sequence(let items) = node.content { return items.allSatisfy { depth($0) == 0 } }
    return false
  }

  private static func depth(_ node: Node) -> Int {
    switch node.content {
    case .null, .scalar: 0
    case .sequence(let items): 1 + (items.map(depth).max() ?? -1)
    case .mapping(let entries): 1 + (entries.map { depth($0.value) }.max() ?? -1)
    }
  }

  /// Whether no plain scalar inside needs the wider rules outside brackets.
  private static func isPlainInFlow(_ node: Node) -> Bool {
    switch node.content {
    case .null: true
    case .scalar(let text, quoted: let quoted): quoted || Node.isPlainInFlow(text)
    case .sequence(let items): items.allSatisfy(isPlainInFlow)
    case .mapping(let entries): entries.allSatisfy { isPlainInFlow($0.value) }
    }
  }
}
