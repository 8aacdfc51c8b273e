import Configuration
import Foundation

/// Reads an experiment file: YAML, one level of `extends`, overrides from the command line.
package enum ExperimentFile {
  /// The key of a file that names the file it extends, relative to itself.
  package static let extendsKey = "extends"

  /// Reads and decodes strictly.
  ///
  /// - Parameter overrides: `key.path=value` arguments, applied in order.
  /// - Returns: the value, every default filled in, and the nodes it came from.
  /// - Throws: everything that is wrong, each with its place and its remedy.
  package static func decode<Value: ConfigurationValue>(
    _ type: Value.Type, at path: String, overrides: [String] = []
  ) throws(ConfigurationError) -> (value: Value, node: Node) {
    let overrides = try Override.parse(overrides)
    var diagnostics = Diagnostics()
    var node = try read(path)
    for override in overrides {
      override.apply(to: &node, schema: Value.schema, &diagnostics)
    }
    try diagnostics.throwIfAny()
    let value = Value.decode(node, &diagnostics)
    try diagnostics.throwIfAny()
    guard let value else {
      throw ConfigurationError([
        Problem(at: node.mark, "not a valid experiment", remedy: "see `w2s schema`")
      ])
    }
    return (value, node)
  }

  /// The nodes of a file merged over those of the file it extends: mappings key by key, everything
  /// else replaced. Every place is one of the file that says it.
  package static func read(_ path: String) throws(ConfigurationError) -> Node {
    let file = try readOne(path)
    guard let extends = file[extendsKey] else { return file }
    var diagnostics = Diagnostics()
    guard let name = String.decode(extends, &diagnostics) else {
      throw ConfigurationError(diagnostics.problems)
    }
    let base = try readOne(resolve(name, beside: path), askedBy: extends.mark)
    if case .mapping(let entries) = base.content,
      let entry = entries.first(where: { $0.key == extendsKey })
    {
      throw ConfigurationError([
        Problem(
          at: entry.mark, "'\(extendsKey)' in a file that \(path) extends",
          remedy: "extend one level only: copy what is needed from '\(entry.value.text)'")
      ])
    }
    return base.merged(with: file.removing(extendsKey))
  }

  /// The folders of a file, and of the one that it extends, each once.
  package static func folders(of path: String) throws(ConfigurationError) -> [String] {
    func folder(_ path: String) -> String {
      let folder = (path as NSString).deletingLastPathComponent
      return folder.isEmpty ? "." : folder
    }
    let own = folder(path)
    guard let name = try readOne(path)[extendsKey]?.text else { return [own] }
    let base = folder(resolve(name, beside: path))
    return base == own ? [own] : [own, base]
  }

  private static func resolve(_ name: String, beside path: String) -> String {
    if name.hasPrefix("/") { return name }
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? name : (folder as NSString).appendingPathComponent(name)
  }

  private static func readOne(_ path: String, askedBy mark: Mark? = nil)
    throws(ConfigurationError) -> Node
  {
    let node = try YAMLReader.read(try text(path, askedBy: mark), file: path)
    switch node.content {
    case .mapping: return node
    case .null:
      throw ConfigurationError([
        Problem(
          at: Mark(file: path, line: 0, column: 0), "the file is empty",
          remedy: "begin with name: and task:, or start from one of Experiments/")
      ])
    default:
      throw ConfigurationError([
        Problem(
          at: node.mark, "expected a mapping, found \(node.kind)",
          remedy: "write an experiment as key: value")
      ])
    }
  }

  private static func text(_ path: String, askedBy mark: Mark?) throws(ConfigurationError)
    -> String
  {
    func problem(_ what: String, _ remedy: String) -> ConfigurationError {
      let whole = Mark(file: path, line: 0, column: 0)
      guard let mark else { return ConfigurationError([Problem(at: whole, what, remedy: remedy)]) }
      return ConfigurationError([Problem(at: mark, "\(path): \(what)", remedy: remedy)])
    }
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    guard manager.fileExists(atPath: path, isDirectory: &isFolder) else {
      let folder = (path as NSString).deletingLastPathComponent
      // Without a listing there is no suggestion, which is all it is for.
      let neighbours = (try? manager.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder))
      let name = (path as NSString).lastPathComponent
      let files = (neighbours ?? []).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
      if let nearest = nearestName(to: name, among: files.sorted()) {
        let suggestion = (folder as NSString).appendingPathComponent(nearest)
        throw problem("no such file", "did you mean '\(suggestion)'?")
      }
      throw problem("no such file", "check the path")
    }
    guard !isFolder.boolValue else {
      throw problem("this is a folder", "name an experiment file in it")
    }
    guard let bytes = manager.contents(atPath: path) else {
      throw problem("the file cannot be read", "check its permissions")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let place = firstInvalidByte(in: bytes)
      throw ConfigurationError([
        Problem(
          at: Mark(file: path, line: place.line, column: place.column), "not UTF-8",
          remedy: "save the file in the encoding UTF-8")
      ])
    }
    return text
  }

  private static func firstInvalidByte(in bytes: Data) -> (line: Int, column: Int) {
    var (line, column) = (1, 1)
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" {
        (line, column) = (line + 1, 1)
      } else {
        column += 1
      }
    }
    return (line, column)
  }
}

extension Node {
  fileprivate func removing(_ key: String) -> Node {
    guard case .mapping(let entries) = content else { return self }
    return Node(.mapping(entries.filter { $0.key != key }), mark: mark)
  }
}
