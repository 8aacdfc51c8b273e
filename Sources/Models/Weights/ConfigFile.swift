import Configuration
import Foundation

/// The `config.json` of a model folder, read strictly: a value of another type than is wanted, or
/// one that nothing here computes, is an error that names it.
package struct ConfigFile: Sendable {
  package enum Value: Codable, Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([Value])
    case object([String: Value])

    /// The shortest decimal that gives the same number in single precision.
    static func decimal(_ value: Float) -> Value { .number(Double("\(value)") ?? Double(value)) }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let value = try? container.decode(Bool.self) {
        self = .boolean(value)
      } else if let value = try? container.decode(Int.self) {
        self = .integer(value)
      } else if let value = try? container.decode(Double.self) {
        self = .number(value)
      } else if let value = try? container.decode(String.self) {
        self = .text(value)
      } else if let value = try? container.decode([Value].self) {
        self = .list(value)
      } else {
        self = .object(try container.decode([String: Value].self))
      }
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .null: try container.encodeNil()
      case .boolean(let value): try container.encode(value)
      case .integer(let value): try container.encode(value)
      case .number(let value): try container.encode(value)
      case .text(let value): try container.encode(value)
      case .list(let values): try container.encode(values)
      case .object(let values): try container.encode(values)
      }
    }

    var words: String {
      switch self {
      case .null: "null"
      case .boolean(let value): "\(value)"
      case .integer(let value): "\(value)"
      case .number(let value): "\(value)"
      case .text(let value): "'\(value)'"
      case .list: "a list"
      case .object: "an object"
      }
    }
  }

  package let path: String
  let values: [String: Value]
  /// What stands before the names of keys in messages: `rope_scaling.` inside of that object.
  private let prefix: String

  init(path: String, values: [String: Value], prefix: String = "") {
    self.path = path
    self.values = values
    self.prefix = prefix
  }

  package init(path: String) throws(ModelError) {
    self.path = path
    prefix = ""
    let text = try WeightsFile.text(of: path)
    do {
      values = try JSONDecoder().decode([String: Value].self, from: Data(text))
    } catch {
      throw .unusableModel(
        file: path, problem: "is not a JSON object",
        remedy: "put the model's own config.json there")
    }
  }

  /// What is there; nil where nothing is, or null.
  subscript(key: String) -> Value? {
    guard let value = values[key], value != .null else { return nil }
    return value
  }

  func error(_ problem: String, _ remedy: String) -> ModelError {
    .unusableModel(file: path, problem: problem, remedy: remedy)
  }

  func unsupported(_ key: String, _ value: Value, _ known: String) -> ModelError {
    error("\(prefix)\(key) \(value.words) is not supported", "use a model with \(known)")
  }

  private func mismatch(_ key: String, _ wanted: String, _ value: Value?) -> ModelError {
    guard let value else {
      return error("\(prefix)\(key) is missing", "use the config.json that belongs to the weights")
    }
    return error(
      "\(prefix)\(key) should be \(wanted) and is \(value.words)",
      "use the config.json that belongs to the weights")
  }

  /// A whole number; without `fallback` it must be there.
  /// - Parameter most: no size of a model comes near it, and products of three do not overflow.
  func integer(
    _ key: String, atLeast least: Int = 1, atMost most: Int = 1 << 20, or fallback: Int? = nil
  ) throws(ModelError) -> Int {
    switch (self[key], fallback) {
    case (.integer(let value), _) where least...most ~= value: return value
    case (.integer(let value), _) where value > most:
      throw mismatch(key, "at most \(most)", .integer(value))
    case (nil, let fallback?): return fallback
    case (let value, _): throw mismatch(key, "a whole number of at least \(least)", value)
    }
  }

  /// The number of blocks.
  func layers(_ key: String) throws(ModelError) -> Int { try integer(key, atMost: 10_000) }

  /// The longest sequence.
  func context(_ key: String) throws(ModelError) -> Int { try integer(key, atMost: 1 << 24) }

  func number(_ key: String, or fallback: Double? = nil) throws(ModelError) -> Double {
    switch (self[key], fallback) {
    case (.integer(let value), _): return Double(value)
    case (.number(let value), _) where value.isFinite: return value
    case (nil, let fallback?): return fallback
    case (let value, _): throw mismatch(key, "a number", value)
    }
  }

  /// A number above 0.
  func positive(_ key: String, or fallback: Double? = nil) throws(ModelError) -> Double {
    let value = try number(key, or: fallback)
    guard value > 0 else { throw mismatch(key, "a number above 0", self[key]) }
    return value
  }

  func boolean(_ key: String, or fallback: Bool) throws(ModelError) -> Bool {
    switch self[key] {
    case .boolean(let value): return value
    case nil: return fallback
    case let value: throw mismatch(key, "true or false", value)
    }
  }

  func text(_ key: String, or fallback: String? = nil) throws(ModelError) -> String {
    switch (self[key], fallback) {
    case (.text(let value), _): return value
    case (nil, let fallback?): return fallback
    case (let value, _): throw mismatch(key, "a text", value)
    }
  }

  /// An object of its own keys; nil where there is none.
  func object(_ key: String) throws(ModelError) -> ConfigFile? {
    switch self[key] {
    case .object(let values): return ConfigFile(path: path, values: values, prefix: "\(key).")
    case nil: return nil
    case let value: throw mismatch(key, "an object", value)
    }
  }

  /// A list of texts; nil where there is none.
  func texts(_ key: String) throws(ModelError) -> [String]? {
    guard let value = self[key] else { return nil }
    guard case .list(let values) = value else { throw mismatch(key, "a list of texts", value) }
    var texts: [String] = []
    for value in values {
      guard case .text(let text) = value else { throw mismatch(key, "a list of texts", value) }
      texts.append(text)
    }
    return texts
  }

  /// One of the words that are known, and what it means.
  func choice<Meaning>(
    _ key: String, _ known: KeyValuePairs<String, Meaning>, or fallback: String? = nil
  ) throws(ModelError) -> Meaning {
    let word = try text(key, or: fallback)
    guard let found = known.first(where: { $0.key == word }) else {
      throw unsupported(key, .text(word), known.map(\.key).joined(separator: ", "))
    }
    return found.value
  }

  /// Refuses an option that is set to anything but `value`.
  func require(_ key: String, _ value: Value) throws(ModelError) {
    guard let found = self[key], found != value else { return }
    throw unsupported(key, found, value.words)
  }
}

extension WeightsFile {
  /// The content of a small file.
  static func text(of path: String) throws(ModelError) -> [UInt8] {
    let file = try WeightsFile(path: path)
    guard file.size <= 100_000_000 else {
      throw .malformedWeights(
        file: path, problem: "is far too large for what it should be",
        remedy: "download or export the file again")
    }
    return try file.read(0..<file.size)
  }
}
