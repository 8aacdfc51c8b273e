/// One value of a row. Text formats give `text` alone, JSONL all of them.
package enum Cell: Sendable, Equatable {
  case text(String)
  case number(Double)
  case boolean(Bool)
  case numbers([Double])
  case null
  /// A nested value that no task reads (an object, an array of other things).
  case nested

  /// The value as a template writes it and as classes are named: whole numbers without a point.
  /// Nil for what is not one value.
  package var text: String? {
    switch self {
    case .text(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
    case .boolean(let boolean): boolean ? "true" : "false"
    case .numbers, .null, .nested: nil
    }
  }

  /// What the cell is, in words for a message.
  package var kind: String {
    switch self {
    case .text(let text): "the text '\(text.prefix(40))'"
    case .number, .boolean: "'\(text ?? "")'"
    case .numbers(let values): "a list of \(values.count) numbers"
    case .null: "nothing"
    case .nested: "a nested value"
    }
  }

  init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .boolean(let boolean): self = .boolean(boolean)
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .array(let values):
      let numbers = values.compactMap(\.number)
      self = numbers.count == values.count ? .numbers(numbers) : .nested
    case .object: self = .nested
    }
  }
}
