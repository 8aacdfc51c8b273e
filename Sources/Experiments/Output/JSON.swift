import Configuration
import Foundation

/// A JSON value, for what programs read: `--json` output and the published schema.
package indirect enum JSON: Sendable, Equatable, Encodable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }

  /// Any encodable value as JSON text: sorted keys, two spaces, a newline at the end. The same value
  /// gives the same bytes.
  ///
  /// - Throws: `EncodingError` for a number that is not finite.
  package static func text(of value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  /// What a node of an experiment file means to a JSON reader.
  package init(_ node: Node) {
    switch node.content {
    case .null: self = .null
    case .scalar(let text, quoted: true): self = .text(text)
    case .scalar("true", quoted: false): self = .boolean(true)
    case .scalar("false", quoted: false): self = .boolean(false)
    case .scalar(let text, quoted: false):
      if let value = Int(text) {
        self = .integer(value)
      } else if let value = Double(text), value.isFinite {
        self = .number(value)
      } else {
        self = .text(text)
      }
    case .sequence(let items): self = .list(items.map { JSON($0) })
    case .mapping(let entries):
      self = .object(
        Dictionary(entries.map { ($0.key, JSON($0.value)) }, uniquingKeysWith: { $1 }))
    }
  }
}
