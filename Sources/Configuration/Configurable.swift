/// A configuration: a plain value that is exactly what is hashed and stored.
package protocol Configurable: KeyedConfiguration, Codable, Equatable {}

/// A value that a file gives as a mapping. `init()` holds its defaults, `fields` names what a file
/// may set, `check` refuses impossible combinations.
package protocol KeyedConfiguration: ConfigurationValue {
  init()
  static var fields: [Field<Self>] { get }
  /// Reports combinations that no single field can see. `node` gives the places.
  func check(_ node: Node, _ diagnostics: inout Diagnostics)
}

extension KeyedConfiguration {
  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {}

  package static var schema: ValueSchema { .object(fieldSchemas) }

  package static var fieldSchemas: [FieldSchema] {
    let defaults = Self()
    return fields.map { $0.schema(defaults) }
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    decode(node, ignoring: [], &diagnostics)
  }

  /// Decodes a mapping strictly: every unknown key, wrong type and missing required key is
  /// reported. Keys in `ignoring` belong to someone else (the tag of a variant, for example).
  package static func decode(
    _ node: Node, ignoring: Set<String>, _ diagnostics: inout Diagnostics
  ) -> Self? {
    let entries: [Node.Entry]
    switch node.content {
    case .mapping(let found): entries = found
    case .null: entries = []
    default:
      let names = fields.map(\.name).joined(separator: ", ")
      diagnostics.report(
        "expected a mapping, found \(node.kind)", at: node.mark,
        remedy: "write keys under it: \(names)")
      return nil
    }
    let before = diagnostics.problems.count
    var value = Self()
    let known = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
    var seen: Set<String> = []
    for entry in entries where !ignoring.contains(entry.key) {
      guard seen.insert(entry.key).inserted else {
        diagnostics.report(
          "key '\(entry.key)' stands twice", at: entry.mark, remedy: "keep one of them")
        continue
      }
      guard let field = known[entry.key] else {
        diagnostics.reportUnknown("key", entry.key, at: entry.mark, among: fields.map(\.name))
        continue
      }
      field.set(&value, entry.value, &diagnostics)
    }
    for field in fields where field.required && !seen.contains(field.name) {
      diagnostics.report(
        "key '\(field.name)' is missing", at: node.mark, remedy: "add it: \(field.summary)")
    }
    guard diagnostics.problems.count == before else { return nil }
    value.check(node, &diagnostics)
    return diagnostics.problems.count == before ? value : nil
  }

  package var node: Node { .fields(Self.fields.map { ($0.name, $0.node(self)) }) }
}

/// A condition on one value, with the words that say it.
package struct Check<Value>: Sendable {
  package var words: String
  package var passes: @Sendable (Value) -> Bool

  package init(_ words: String, passes: @escaping @Sendable (Value) -> Bool) {
    self.words = words
    self.passes = passes
  }
}

extension Check where Value: Comparable & Sendable {
  package static func atLeast(_ bound: Value) -> Check {
    Check("at least \(bound)") { $0 >= bound }
  }
  package static func above(_ bound: Value) -> Check {
    Check("above \(bound)") { $0 > bound }
  }
  package static func within(_ range: ClosedRange<Value>) -> Check {
    Check("between \(range.lowerBound) and \(range.upperBound)") { range.contains($0) }
  }
}

/// One key of a configuration: its name, its place in the value, what it means.
package struct Field<Root>: Sendable {
  package let name: String
  package let summary: String
  package let required: Bool
  package let set: @Sendable (inout Root, Node, inout Diagnostics) -> Void
  package let node: @Sendable (Root) -> Node
  private let condition: String?
  private let valueSchema: @Sendable () -> ValueSchema

  package init<Value: ConfigurationValue>(
    _ name: String, _ path: WritableKeyPath<Root, Value> & Sendable, _ summary: String,
    required: Bool = false, check: Check<Value>? = nil
  ) {
    self.name = name
    self.summary = summary
    self.required = required
    valueSchema = { Value.schema }
    condition = check?.words
    node = { $0[keyPath: path].node }
    set = { root, node, diagnostics in
      guard let value = Value.decode(node, &diagnostics) else { return }
      if let check, !check.passes(value) {
        diagnostics.report(
          "\(name) is \(value.text)", at: node.mark, remedy: "give a value \(check.words)")
        return
      }
      root[keyPath: path] = value
    }
  }

  private init<Inner>(
    _ inner: Field<Inner>, at path: WritableKeyPath<Root, Inner> & Sendable
  ) {
    name = inner.name
    summary = inner.summary
    required = inner.required
    condition = inner.condition
    valueSchema = inner.valueSchema
    node = { inner.node($0[keyPath: path]) }
    set = { inner.set(&$0[keyPath: path], $1, &$2) }
  }

  /// The same key for a configuration that holds this one's at `path`.
  package func lifted<Outer>(to path: WritableKeyPath<Outer, Root> & Sendable) -> Field<Outer> {
    Field<Outer>(self, at: path)
  }

  func schema(_ defaults: Root) -> FieldSchema {
    FieldSchema(
      name: name, summary: summary, required: required, defaultValue: node(defaults),
      condition: condition, schema: valueSchema())
  }
}
