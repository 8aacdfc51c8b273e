/// The form of a value, for the published schema and for help.
package indirect enum ValueSchema: Sendable, Equatable {
  case boolean
  case integer
  case number
  case text
  case choice([String])
  case list(ValueSchema)
  /// Names of the user's choosing, each with a value of one form.
  case map(ValueSchema)
  case optional(ValueSchema)
  case object([FieldSchema])
  /// One of several named variants, each with fields of its own (`name` or `name: {…}`). Keys `beside`
  /// the name may stand with any of them.
  case variant([VariantSchema], beside: [FieldSchema] = [])
  /// An object whose key `tag` names the variant that gives the other keys.
  case tagged(tag: String, [VariantSchema])
  case anyOf([ValueSchema])
}

package struct FieldSchema: Sendable, Equatable {
  package var name: String
  package var summary: String
  package var required: Bool
  /// What holds where a file says nothing.
  package var defaultValue: Node
  /// What a value must satisfy beyond its form, in words ("above 0.0").
  package var condition: String?
  package var schema: ValueSchema

  package init(
    name: String, summary: String, required: Bool = false,
    defaultValue: Node = Node(.null, mark: .defaults), condition: String? = nil,
    schema: ValueSchema
  ) {
    self.name = name
    self.summary = summary
    self.required = required
    self.defaultValue = defaultValue
    self.condition = condition
    self.schema = schema
  }
}

package struct VariantSchema: Sendable, Equatable {
  package var name: String
  package var summary: String
  package var source: String
  package var fields: [FieldSchema]
}

/// A value that can stand in an experiment file.
package protocol ConfigurationValue: Sendable {
  static var schema: ValueSchema { get }
  /// Decodes a node, or reports what is wrong and returns nil.
  static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self?
  /// The value as a file would give it, every default filled in; `decode` takes it back.
  var node: Node { get }
}

extension ConfigurationValue {
  /// How the value would be written in a file, on one line.
  package var text: String { node.text }
}

extension Diagnostics {
  package mutating func reportMismatch(_ node: Node, wanted: String, example: String) {
    report("expected \(wanted), found \(node.kind)", at: node.mark, remedy: "write \(example)")
  }
}

extension Bool: ConfigurationValue {
  package static var schema: ValueSchema { .boolean }
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Bool? {
    if case .scalar("true", quoted: false) = node.content { return true }
    if case .scalar("false", quoted: false) = node.content { return false }
    diagnostics.reportMismatch(node, wanted: "true or false", example: "true or false")
    return nil
  }
  package var node: Node { .plain(self ? "true" : "false") }
}

extension Int: ConfigurationValue {
  package static var schema: ValueSchema { .integer }
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Int? {
    if case .scalar(let text, quoted: false) = node.content,
      let value = Int(text.filter { $0 != "_" })
    {
      return value
    }
    diagnostics.reportMismatch(node, wanted: "a whole number", example: "a number such as 32")
    return nil
  }
  package var node: Node { .plain(String(self)) }
}

extension Double: ConfigurationValue {
  package static var schema: ValueSchema { .number }
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Double? {
    if case .scalar(let text, quoted: false) = node.content,
      let value = Double(text), value.isFinite
    {
      return value
    }
    diagnostics.reportMismatch(node, wanted: "a number", example: "a number such as 0.5 or 5e-5")
    return nil
  }
  package var node: Node { .plain("\(self)") }
}

extension String: ConfigurationValue {
  package static var schema: ValueSchema { .text }
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> String? {
    if case .scalar(let text, quoted: _) = node.content { return text }
    diagnostics.reportMismatch(node, wanted: "a text", example: "a text such as \"…\"")
    return nil
  }
  package var node: Node { .text(self) }
}

extension Array: ConfigurationValue where Element: ConfigurationValue {
  package static var schema: ValueSchema { .list(Element.schema) }
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> [Element]? {
    guard case .sequence(let nodes) = node.content else {
      diagnostics.reportMismatch(node, wanted: "a list", example: "a list such as [a, b]")
      return nil
    }
    let values = nodes.map { Element.decode($0, &diagnostics) }
    return values.contains { $0 == nil } ? nil : values.compactMap { $0 }
  }
  package var node: Node { Node(.sequence(map(\.node)), mark: .defaults) }
}

extension Optional: ConfigurationValue where Wrapped: ConfigurationValue {
  package static var schema: ValueSchema { .optional(Wrapped.schema) }
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Wrapped?? {
    if case .null = node.content { return .some(nil) }
    guard let value = Wrapped.decode(node, &diagnostics) else { return nil }
    return .some(value)
  }
  package var node: Node { self?.node ?? Node(.null, mark: .defaults) }
}

/// An enumeration of words, for example `enum Schedule: String, CaseIterable, WordValue`.
package protocol WordValue: ConfigurationValue, RawRepresentable, CaseIterable, Codable
where RawValue == String {}

extension WordValue {
  package static var schema: ValueSchema { .choice(allCases.map(\.rawValue)) }
  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    guard case .scalar(let text, quoted: _) = node.content else {
      let words = allCases.map(\.rawValue).joined(separator: ", ")
      diagnostics.reportMismatch(node, wanted: "a word", example: "one of: \(words)")
      return nil
    }
    if let value = Self(rawValue: text) { return value }
    diagnostics.reportUnknown(
      "value", text, at: node.mark, among: allCases.map(\.rawValue))
    return nil
  }
  package var node: Node { .text(rawValue) }
}
