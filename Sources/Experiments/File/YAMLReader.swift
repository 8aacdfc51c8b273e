import Configuration
import Yams

/// Turns a YAML text into a node tree that knows the place of every key and value.
///
/// One document. Anchors, aliases and merge keys (`<<`) are resolved; what an alias gives keeps the
/// place of its definition. Tags other than `!!str`, keys that are not texts, and a key that stands
/// twice in a mapping are refused.
package enum YAMLReader {
  /// - Parameter file: what places in messages and in the node begin with.
  /// - Throws: what is wrong with the text, each with its place.
  package static func read(_ text: String, file: String) throws(ConfigurationError)
    -> Configuration.Node
  {
    let start = Configuration.Mark(file: file, line: 1, column: 1)
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    let root: Yams.Node?
    do {
      root = try Yams.Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw ConfigurationError([error.problem(in: text, file: file)])
    } catch {
      throw ConfigurationError([Problem(at: start, "\(error)", remedy: "correct the text")])
    }
    guard let root else { return Configuration.Node(.null, mark: start) }
    var conversion = Conversion(file: file)
    let node = conversion.node(root)
    try conversion.diagnostics.throwIfAny()
    return node
  }
}

private struct Conversion {
  let file: String
  var diagnostics = Diagnostics()
  /// A few lines of aliases of aliases can stand for billions of values.
  var budget = 100_000

  init(file: String) { self.file = file }

  func mark(_ mark: Yams.Mark?) -> Configuration.Mark {
    Configuration.Mark(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  mutating func node(_ node: Yams.Node) -> Configuration.Node {
    let place = mark(node.mark)
    let nothing = Configuration.Node(.null, mark: place)
    budget -= 1
    guard budget > 0 else {
      if budget == 0 {
        diagnostics.report(
          "the file stands for more than 100000 values", at: place,
          remedy: "use fewer aliases of aliases")
      }
      return nothing
    }
    switch node {
    case .scalar(let scalar):
      return Configuration.Node(content(scalar, place), mark: place)
    case .sequence(let sequence):
      checkTag(sequence.tag, among: [Tag.Name.seq.rawValue], place)
      return Configuration.Node(.sequence(sequence.map { self.node($0) }), mark: place)
    case .mapping(let mapping):
      checkTag(mapping.tag, among: [Tag.Name.map.rawValue], place)
      return Configuration.Node(.mapping(entries(mapping)), mark: place)
    case .alias:
      diagnostics.report("an alias without its anchor", at: place, remedy: "write the value")
      return nothing
    }
  }

  private mutating func content(
    _ scalar: Yams.Node.Scalar, _ place: Configuration.Mark
  ) -> Configuration.Node.Content {
    checkTag(scalar.tag, among: [Tag.Name.str.rawValue, Tag.Name.nonSpecific.rawValue], place)
    guard scalar.style == .plain, scalar.tag.rawValue.isEmpty else {
      return .scalar(scalar.string, quoted: true)
    }
    if ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .null }
    // What cannot be written back without quotes (a text over several lines) counts as quoted.
    return .scalar(scalar.string, quoted: !Configuration.Node.isPlainInBlock(scalar.string))
  }

  private mutating func checkTag(_ tag: Tag, among known: [String], _ place: Configuration.Mark) {
    guard !tag.rawValue.isEmpty, !known.contains(tag.rawValue) else { return }
    diagnostics.report(
      "tag '\(tag.rawValue)' means nothing here", at: place, remedy: "remove the tag")
  }

  private mutating func entries(_ mapping: Yams.Node.Mapping) -> [Configuration.Node.Entry] {
    var entries: [Configuration.Node.Entry] = []
    var merged: [Configuration.Node.Entry] = []
    for (key, value) in mapping {
      let place = mark(key.mark)
      guard case .scalar(let name) = key, !name.string.isEmpty else {
        diagnostics.report(
          "a key that is no text", at: place, remedy: "write a name before the ':'")
        continue
      }
      if name.string == "<<", name.style == .plain {
        merged += mergedEntries(node(value))
        continue
      }
      guard !entries.contains(where: { $0.key == name.string }) else {
        diagnostics.report(
          "key '\(name.string)' stands twice", at: place, remedy: "keep one of them")
        continue
      }
      entries.append(.init(key: name.string, mark: place, value: node(value)))
    }
    for entry in merged where !entries.contains(where: { $0.key == entry.key }) {
      entries.append(entry)
    }
    return entries
  }

  /// What `<<` brings in: the entries of a mapping, or of several, the first of them winning.
  private mutating func mergedEntries(_ node: Configuration.Node) -> [Configuration.Node.Entry] {
    switch node.content {
    case .mapping(let entries): return entries
    case .sequence(let items): return items.flatMap { mergedEntries($0) }
    default:
      diagnostics.report(
        "'<<' takes a mapping, found \(node.kind)", at: node.mark,
        remedy: "name the anchor of a mapping: <<: *name")
      return []
    }
  }
}
