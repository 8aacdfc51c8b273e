/// A configuration that is one of several, chosen by name: a loss, a method, an architecture.
package protocol NamedConfigurable: Configurable {
  /// The word that chooses it in an experiment file.
  static var name: String { get }
  /// One line on what it is.
  static var summary: String { get }
  /// Where it comes from: paper and section, or the code that defined it.
  static var source: String { get }
}

extension NamedConfigurable {
  package static var variantSchema: VariantSchema {
    VariantSchema(name: name, summary: summary, source: source, fields: fieldSchemas)
  }
}

/// Decoding, encoding and lookup of named configurations. A registry is a plain array of types.
package enum Variant {
  /// Decodes `name` or `name: {fields}`.
  package static func decode(
    _ node: Node, noun: String, among types: [any NamedConfigurable.Type],
    _ diagnostics: inout Diagnostics
  ) -> (any NamedConfigurable)? {
    let name: String
    let mark: Mark
    let body: Node
    switch node.content {
    case .scalar(let text, quoted: _):
      (name, mark, body) = (text, node.mark, Node(.null, mark: node.mark))
    case .mapping(let entries) where entries.count == 1:
      (name, mark, body) = (entries[0].key, entries[0].mark, entries[0].value)
    default:
      diagnostics.report(
        "expected a \(noun), found \(node.kind)", at: node.mark,
        remedy: "write one of: \(types.map { $0.name }.joined(separator: ", "))")
      return nil
    }
    guard let type = types.first(where: { $0.name == name }) else {
      diagnostics.reportUnknown(noun, name, at: mark, among: types.map { $0.name })
      return nil
    }
    return type.decode(body, &diagnostics)
  }

  /// Decodes a mapping whose key `tag` names the variant, `{tag: name, field: …}`; without the tag
  /// the variant named `fallback` is meant.
  package static func decodeTagged(
    _ node: Node, tag: String, fallback: String? = nil,
    among types: [any NamedConfigurable.Type], ignoring: Set<String> = [],
    _ diagnostics: inout Diagnostics
  ) -> (any NamedConfigurable)? {
    guard
      let tagNode = node[tag] ?? fallback.map({ Node(.scalar($0, quoted: false), mark: node.mark) })
    else {
      diagnostics.report(
        "key '\(tag)' is missing", at: node.mark,
        remedy: "add it, one of: \(types.map { $0.name }.joined(separator: ", "))")
      return nil
    }
    guard let name = String.decode(tagNode, &diagnostics) else { return nil }
    guard let type = types.first(where: { $0.name == name }) else {
      diagnostics.reportUnknown(tag, name, at: tagNode.mark, among: types.map { $0.name })
      return nil
    }
    return type.decode(node, ignoring: ignoring.union([tag]), &diagnostics)
  }

  /// What `decode` takes back: `name` where the variant has no fields, else `name: {fields}`.
  package static func node(_ value: any NamedConfigurable) -> Node {
    let body = value.node
    let name = type(of: value).name
    guard case .mapping(let entries) = body.content, !entries.isEmpty else { return .text(name) }
    return .fields([(name, body)])
  }

  /// What `decodeTagged` takes back: the fields behind the key `tag` that names the variant.
  package static func taggedNode(_ value: any NamedConfigurable, tag: String) -> Node {
    var entries = [Node.Entry(key: tag, mark: .defaults, value: .text(type(of: value).name))]
    if case .mapping(let fields) = value.node.content { entries += fields }
    return Node(.mapping(entries), mark: .defaults)
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Encodes as `{name: {…}}`.
  package static func encode(_ value: any NamedConfigurable, to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(value, forKey: Key(stringValue: type(of: value).name))
  }

  /// Decodes what `encode` wrote.
  package static func decode(
    from decoder: any Decoder, among types: [any NamedConfigurable.Type]
  ) throws -> any NamedConfigurable {
    let container = try decoder.container(keyedBy: Key.self)
    for type in types where container.contains(Key(stringValue: type.name)) {
      return try container.decode(type, forKey: Key(stringValue: type.name))
    }
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: decoder.codingPath,
        debugDescription: "none of \(types.map { $0.name }.joined(separator: ", "))"))
  }

  /// Whether two named configurations are the same kind with the same values.
  package static func equal(_ left: any NamedConfigurable, _ right: any NamedConfigurable) -> Bool {
    func compare<T: NamedConfigurable>(_ value: T) -> Bool { (right as? T) == value }
    return compare(left)
  }
}
