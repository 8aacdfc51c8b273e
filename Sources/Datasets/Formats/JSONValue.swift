/// A parsed JSON text (RFC 8259). Members of an object keep their order.
package enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Sendable, Equatable {
    package var key: String
    package var value: JSONValue
  }

  /// The member of an object with exactly these bytes as its key (canonically equivalent keys, which
  /// `String` holds equal, are different keys).
  package subscript(key: StaticString) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return key.withUTF8Buffer { wanted in
      members.first { $0.key.utf8.elementsEqual(wanted) }?.value
    }
  }

  package var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  package var number: Double? {
    if case .number(let number) = self { return number }
    return nil
  }

  package var boolean: Bool? {
    if case .boolean(let boolean) = self { return boolean }
    return nil
  }
}

/// What is wrong with a JSON text, and at which byte.
package struct JSONProblem: Error, Equatable {
  package var offset: Int
  package var what: String
}
