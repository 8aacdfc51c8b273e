extension Node {
  /// Sets the value at a path of keys and of list indices, making mappings on the way, or reports
  /// why there is no such place.
  package mutating func set(
    _ path: [String], to value: Node, _ diagnostics: inout Diagnostics
  ) {
    set(path[...], of: "", to: value, &diagnostics)
  }

  private mutating func set(
    _ path: ArraySlice<String>, of parent: String, to value: Node,
    _ diagnostics: inout Diagnostics
  ) {
    guard let key = path.first else {
      self = value
      return
    }
    let place = parent.isEmpty ? key : "\(parent).\(key)"
    switch content {
    case .null:
      content = .mapping([])
      set(path, of: parent, to: value, &diagnostics)
    case .mapping(var entries):
      let index = entries.firstIndex { $0.key == key } ?? entries.count
      if index == entries.count {
        let empty = Node(.null, mark: value.mark)
        entries.append(Entry(key: key, mark: value.mark, value: empty))
      }
      if path.count == 1 { entries[index].mark = value.mark }
      entries[index].value.set(path.dropFirst(), of: place, to: value, &diagnostics)
      content = .mapping(entries)
    case .sequence(var items):
      guard let index = Int(key), items.indices.contains(index) else {
        let remedy =
          items.isEmpty
          ? "set the whole list: \(parent)=[…]"
          : "use an index from 0 to \(items.count - 1), or set the whole list: \(parent)=[…]"
        diagnostics.report(
          "'\(parent)' is a list of \(items.count) without a place '\(key)'", at: value.mark,
          remedy: remedy)
        return
      }
      items[index].set(path.dropFirst(), of: place, to: value, &diagnostics)
      content = .sequence(items)
    case .scalar(let text, quoted: _):
      // `methods.0.confidence.weight` where the file says only `confidence`: a variant by name is
      // short for a mapping with that one key.
      if text == key {
        self = Node(
          .mapping([Entry(key: key, mark: mark, value: Node(.null, mark: mark))]), mark: mark)
        set(path, of: parent, to: value, &diagnostics)
        return
      }
      diagnostics.report(
        "'\(parent)' is \(kind), which has no key '\(key)'", at: value.mark,
        remedy: "set it as a whole: \(parent)=…")
    }
  }
}
