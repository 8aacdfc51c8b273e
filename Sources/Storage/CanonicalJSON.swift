/// JSON with one spelling for each value: keys in the order of their UTF-8 bytes, no blanks, integers
/// exact, floating-point numbers in their shortest form that reads back the same. Numbers that JSON
/// cannot write (infinity, not a number) are written as texts. What fingerprints are made of.
package enum CanonicalJSON {
  /// Traps if `value` refuses to be encoded: a stored configuration always can be.
  package static func text(of value: some Encodable) -> String {
    let tree: JSONTree
    do {
      tree = try TreeEncoder.tree(of: value, path: [])
    } catch {
      preconditionFailure("\(type(of: value)) cannot be encoded: \(error)")
    }
    var text = ""
    tree.write(to: &text)
    return text
  }
}

/// A collection whose order differs from one process to the next. It is written as a list (unless its
/// keys are texts), which is then put in order.
private protocol Unordered {
  /// How many elements of the list make one member.
  var elementsOfMember: Int { get }
}

extension Set: Unordered {
  fileprivate var elementsOfMember: Int { 1 }
}

extension Dictionary: Unordered {
  fileprivate var elementsOfMember: Int { 2 }
}

/// A JSON value in the making. Containers are filled while their parents are already in place.
private final class JSONTree {
  enum Content {
    case null
    /// Text that stands as it is: a number, true, false.
    case literal(String)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])
  }

  var content: Content

  init(_ content: Content) { self.content = content }

  func write(to text: inout String) {
    switch content {
    case .null: text += "null"
    case .literal(let literal): text += literal
    case .text(let value): Self.quote(value, to: &text)
    case .list(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        element.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      let ordered = members.sorted { ContentChecksum.precedes($0.key, $1.key) }
      for (index, member) in ordered.enumerated() {
        if index > 0 { text += "," }
        Self.quote(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  static func number<T: BinaryFloatingPoint & LosslessStringConvertible>(_ value: T) -> JSONTree {
    JSONTree(value.isFinite ? .literal(String(value)) : .text(String(value)))
  }

  func append(_ element: JSONTree) {
    guard case .list(var elements) = content else { preconditionFailure("not a list") }
    content = .null
    elements.append(element)
    content = .list(elements)
  }

  /// Sorts groups of `size` elements by their text.
  func sort(groups size: Int) {
    guard case .list(let elements) = content else { return }
    let groups = stride(from: 0, to: elements.count, by: size).map { start in
      var text = ""
      for element in elements[start..<start + size] { element.write(to: &text) }
      return (text: text, elements: elements[start..<start + size])
    }
    let ordered = groups.sorted { ContentChecksum.precedes($0.text, $1.text) }
    content = .list(ordered.flatMap(\.elements))
  }

  func set(_ key: String, _ value: JSONTree) {
    guard case .object(var members) = content else { preconditionFailure("not an object") }
    content = .null
    members[key] = value
    content = .object(members)
  }
}

private struct TreeEncoder: Encoder {
  let tree = JSONTree(.null)
  var codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func tree(of value: some Encodable, path: [any CodingKey]) throws -> JSONTree {
    let encoder = TreeEncoder(codingPath: path)
    try value.encode(to: encoder)
    if let value = value as? any Unordered {
      encoder.tree.sort(groups: value.elementsOfMember)
    }
    return encoder.tree
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .object = tree.content {} else { tree.content = .object([:]) }
    return KeyedEncodingContainer(KeyedTree(tree: tree, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .list = tree.content {} else { tree.content = .list([]) }
    return UnkeyedTree(tree: tree, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    SingleTree(tree: tree, codingPath: codingPath)
  }
}

private struct KeyedTree<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let tree: JSONTree
  var codingPath: [any CodingKey]

  mutating func encodeNil(forKey key: Key) { tree.set(key.stringValue, JSONTree(.null)) }

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    tree.set(key.stringValue, try TreeEncoder.tree(of: value, path: codingPath + [key]))
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    nested(key).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    nested(key).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { nested("super") }
  mutating func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

  private func nested(_ key: Key) -> TreeEncoder { nested(key.stringValue) }

  private func nested(_ name: String) -> TreeEncoder {
    let encoder = TreeEncoder(codingPath: codingPath)
    tree.set(name, encoder.tree)
    return encoder
  }
}

private struct UnkeyedTree: UnkeyedEncodingContainer {
  let tree: JSONTree
  var codingPath: [any CodingKey]

  var count: Int {
    guard case .list(let elements) = tree.content else { return 0 }
    return elements.count
  }

  mutating func encodeNil() { tree.append(JSONTree(.null)) }

  mutating func encode<T: Encodable>(_ value: T) throws {
    tree.append(try TreeEncoder.tree(of: value, path: codingPath))
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    nested().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    nested().unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { nested() }

  private func nested() -> TreeEncoder {
    let encoder = TreeEncoder(codingPath: codingPath)
    tree.append(encoder.tree)
    return encoder
  }
}

private struct SingleTree: SingleValueEncodingContainer {
  let tree: JSONTree
  var codingPath: [any CodingKey]

  mutating func encodeNil() { tree.content = .null }
  mutating func encode(_ value: Bool) { tree.content = .literal(value ? "true" : "false") }
  mutating func encode(_ value: String) { tree.content = .text(value) }
  mutating func encode(_ value: Double) { tree.content = JSONTree.number(value).content }
  mutating func encode(_ value: Float) { tree.content = JSONTree.number(value).content }
  mutating func encode(_ value: Int) { encode(integer: value) }
  mutating func encode(_ value: Int8) { encode(integer: value) }
  mutating func encode(_ value: Int16) { encode(integer: value) }
  mutating func encode(_ value: Int32) { encode(integer: value) }
  mutating func encode(_ value: Int64) { encode(integer: value) }
  mutating func encode(_ value: UInt) { encode(integer: value) }
  mutating func encode(_ value: UInt8) { encode(integer: value) }
  mutating func encode(_ value: UInt16) { encode(integer: value) }
  mutating func encode(_ value: UInt32) { encode(integer: value) }
  mutating func encode(_ value: UInt64) { encode(integer: value) }

  mutating func encode<T: Encodable>(_ value: T) throws {
    tree.content = try TreeEncoder.tree(of: value, path: codingPath).content
  }

  private func encode(integer value: some BinaryInteger) { tree.content = .literal(String(value)) }
}
