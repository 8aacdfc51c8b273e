import Configuration

/// One `key.path=value` argument: sets a value of the experiment file before it is checked.
package struct Override: Sendable, Equatable {
  /// The argument as it was written.
  package let text: String
  /// Keys, and indices where a list stands.
  package let path: [String]
  /// What stands behind the `=`.
  package let value: String

  /// - Throws: what is wrong with each argument that is no override.
  package static func parse(_ arguments: [String]) throws(ConfigurationError) -> [Override] {
    var diagnostics = Diagnostics()
    let overrides = arguments.compactMap { Override($0, &diagnostics) }
    try diagnostics.throwIfAny()
    return overrides
  }

  private init?(_ text: String, _ diagnostics: inout Diagnostics) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      diagnostics.report(
        "expected key=value", at: .argument(text),
        remedy: "write an override such as training.epochs=1")
      return nil
    }
    guard !path.contains(where: \.isEmpty) else {
      diagnostics.report(
        "an empty key before '='", at: .argument(text),
        remedy: "write an override such as training.epochs=1")
      return nil
    }
    self.text = text
    self.path = path
    value = String(parts[1])
  }

  /// Sets the value in `node`. What the schema, or else the value that stands there, says about the
  /// place decides how the text is read: `seeds=0,1` is a list, `template={a}: {b}` is a text.
  package func apply(
    to node: inout Node, schema: ValueSchema, _ diagnostics: inout Diagnostics
  ) {
    let path = node.keys(of: path[...])
    let forms = schema.forms(at: path[...])
    do {
      fillInLists(of: &node, at: path, schema: schema, &diagnostics)
      let value = try parsed(forms, standing: node.value(at: path[...]))
      node.set(path, to: value, &diagnostics)
    } catch {
      for problem in error.problems {
        diagnostics.report(problem.what, at: .argument(text), remedy: problem.remedy)
      }
    }
  }

  /// Makes a list that only holds by default stand in the file, so that an index finds its place.
  private func fillInLists(
    of node: inout Node, at path: [String], schema: ValueSchema, _ diagnostics: inout Diagnostics
  ) {
    for (position, key) in path.enumerated() where Int(key) != nil {
      let prefix = path[..<position]
      guard node.value(at: prefix) == nil, let list = schema.defaultValue(at: prefix) else {
        continue
      }
      node.set(Array(prefix), to: list.placed(at: .argument(text)), &diagnostics)
    }
  }

  private func parsed(_ forms: [ValueSchema], standing: Node?) throws(ConfigurationError) -> Node {
    let onlyText = !forms.isEmpty && forms.allSatisfy { $0 == .text }
    if onlyText, !value.hasPrefix("\""), !value.hasPrefix("'"), !["", "~", "null"].contains(value) {
      return Node(Node.text(value).content, mark: .argument(text))
    }
    let node = try read(value)
    guard case .scalar(_, quoted: false) = node.content, !isList(value) else { return node }
    let lists = forms.filter(\.isList).count
    let wantsList =
      forms.isEmpty ? standing?.isList ?? false : value.contains(",") && lists > 0
    return wantsList || (lists > 0 && lists == forms.count) ? try read("[\(value)]") : node
  }

  private func isList(_ value: String) -> Bool { value.hasPrefix("[") }

  private func read(_ value: String) throws(ConfigurationError) -> Node {
    try YAMLReader.read(value, file: text).placed(at: .argument(text))
  }
}

extension Node {
  fileprivate var isList: Bool {
    if case .sequence = content { true } else { false }
  }

  fileprivate func placed(at mark: Mark) -> Node {
    switch content {
    case .null, .scalar: Node(content, mark: mark)
    case .sequence(let items): Node(.sequence(items.map { $0.placed(at: mark) }), mark: mark)
    case .mapping(let entries):
      Node(
        .mapping(
          entries.map { Entry(key: $0.key, mark: mark, value: $0.value.placed(at: mark)) }),
        mark: mark)
    }
  }

  /// The keys of a path where those of the file may have dots themselves: of `models.1.3m.training`
  /// the second is `1.3m`, if a model is called so.
  fileprivate func keys(of path: ArraySlice<String>) -> [String] {
    guard let first = path.first else { return [] }
    if case .sequence(let items) = content {
      guard let index = Int(first), items.indices.contains(index) else { return Array(path) }
      return [first] + items[index].keys(of: path.dropFirst())
    }
    for length in 1...path.count {
      let key = path.prefix(length).joined(separator: ".")
      if let value = self[key] { return [key] + value.keys(of: path.dropFirst(length)) }
    }
    return Array(path)
  }

  fileprivate func value(at path: ArraySlice<String>) -> Node? {
    guard let key = path.first else { return self }
    if case .sequence(let items) = content {
      guard let index = Int(key), items.indices.contains(index) else { return nil }
      return items[index].value(at: path.dropFirst())
    }
    return self[key]?.value(at: path.dropFirst())
  }
}
