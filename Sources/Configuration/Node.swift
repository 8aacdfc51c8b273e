/// A place in an experiment file, or the command-line argument that set a value.
package struct Mark: Sendable, Equatable, CustomStringConvertible {
  package var file: String
  /// 1-based; 0 where the place is not a line of a file (a command-line argument).
  package var line: Int
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  package static func argument(_ text: String) -> Mark {
    Mark(file: "argument \(text)", line: 0, column: 0)
  }

  /// The place of a value that no file and no argument gave.
  package static let defaults = Mark(file: "default", line: 0, column: 0)

  package var description: String { line == 0 ? file : "\(file):\(line):\(column)" }
}

/// A parsed configuration text before anything is known about its meaning: what YAML and
/// command-line overrides are turned into, with the place of every value.
package struct Node: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    case null
    /// `quoted` scalars are strings whatever they look like.
    case scalar(String, quoted: Bool)
    case sequence([Node])
    case mapping([Entry])
  }

  package struct Entry: Sendable, Equatable {
    package var key: String
    package var mark: Mark
    package var value: Node

    package init(key: String, mark: Mark, value: Node) {
      self.key = key
      self.mark = mark
      self.value = value
    }
  }

  package var content: Content
  package var mark: Mark

  package init(_ content: Content, mark: Mark) {
    self.content = content
    self.mark = mark
  }

  /// The value under `key` of a mapping.
  package subscript(key: String) -> Node? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The value under `key` unless it is null, which says no more than a key that is not there.
  package func given(_ key: String) -> Node? {
    guard let value = self[key], value.content != .null else { return nil }
    return value
  }

  /// What the node is, in words for a message.
  package var kind: String {
    switch content {
    case .null: "nothing"
    case .scalar(let text, quoted: true): "the text \"\(text)\""
    case .scalar(let text, quoted: false): "'\(text)'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The node without its places: two files that say the same thing are equal.
  package var unplaced: Node {
    switch content {
    case .null, .scalar: Node(content, mark: .defaults)
    case .sequence(let items): Node(.sequence(items.map(\.unplaced)), mark: .defaults)
    case .mapping(let entries):
      Node(
        .mapping(
          entries.map { Entry(key: $0.key, mark: .defaults, value: $0.value.unplaced) }),
        mark: .defaults)
    }
  }

  /// Merges `other` over this node: mappings key by key, everything else replaced.
  package func merged(with other: Node) -> Node {
    guard case .mapping(var entries) = content, case .mapping(let others) = other.content else {
      return other
    }
    for entry in others {
      if let index = entries.firstIndex(where: { $0.key == entry.key }) {
        entries[index].value = entries[index].value.merged(with: entry.value)
        entries[index].mark = entry.mark
      } else {
        entries.append(entry)
      }
    }
    return Node(.mapping(entries), mark: other.mark)
  }
}
