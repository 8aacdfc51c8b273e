/// Reads JSON (RFC 8259) from bytes that are known to be UTF-8. Values that nobody asked for are
/// checked and skipped without being built, so that a line costs little more than its length.
package struct JSONScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0
  private static let deepest = 256

  package init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The one value that the text consists of.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONProblem) -> JSONValue {
    var scanner = JSONScanner(bytes)
    let value = try scanner.value()
    try scanner.finish()
    return value
  }

  package mutating func finish() throws(JSONProblem) {
    skipSpace()
    guard position == bytes.count else { throw problem("text after the value") }
  }

  package mutating func value(depth: Int = 0) throws(JSONProblem) -> JSONValue {
    skipSpace()
    switch peek {
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      try object(depth: depth) { (key, scanner) throws(JSONProblem) in
        members.append(.init(key: key, value: try scanner.value(depth: depth + 1)))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var values: [JSONValue] = []
      try array(depth: depth) { (scanner) throws(JSONProblem) in
        values.append(try scanner.value(depth: depth + 1))
      }
      return .array(values)
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  /// Checks a value and forgets it.
  package mutating func skipValue(depth: Int = 0) throws(JSONProblem) {
    skipSpace()
    switch peek {
    case UInt8(ascii: "\""):
      let start = position
      let (raw, escaped) = try rawString()
      if escaped { _ = try unescapeJSON(raw, at: start + 1) }
    case UInt8(ascii: "{"):
      try object(depth: depth) { (_, scanner) throws(JSONProblem) in
        try scanner.skipValue(depth: depth + 1)
      }
    case UInt8(ascii: "["):
      try array(depth: depth) { (scanner) throws(JSONProblem) in
        try scanner.skipValue(depth: depth + 1)
      }
    default: _ = try value()
    }
  }

  /// Calls `member` at each value of an object; it must read or skip that value.
  package mutating func object(
    depth: Int = 0,
    _ member: (String, inout JSONScanner) throws(JSONProblem) -> Void
  ) throws(JSONProblem) {
    try open(UInt8(ascii: "{"), "an object", depth)
    skipSpace()
    if take(UInt8(ascii: "}")) { return }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw problem("expected a key in quotes") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw problem("expected ':'") }
      try member(key, &self)
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "}")) else { throw problem("expected ',' or '}'") }
      return
    }
  }

  private mutating func array(
    depth: Int, _ element: (inout JSONScanner) throws(JSONProblem) -> Void
  ) throws(JSONProblem) {
    try open(UInt8(ascii: "["), "an array", depth)
    skipSpace()
    if take(UInt8(ascii: "]")) { return }
    while true {
      try element(&self)
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      guard take(UInt8(ascii: "]")) else { throw problem("expected ',' or ']'") }
      return
    }
  }

  private mutating func open(_ byte: UInt8, _ noun: String, _ depth: Int) throws(JSONProblem) {
    skipSpace()
    guard depth < Self.deepest else { throw problem("nested deeper than \(Self.deepest)") }
    guard take(byte) else { throw problem("expected \(noun)") }
  }

  private mutating func string() throws(JSONProblem) -> String {
    let start = position
    let (raw, escaped) = try rawString()
    guard escaped else { return String(decoding: raw, as: UTF8.self) }
    return String(decoding: try unescapeJSON(raw, at: start + 1), as: UTF8.self)
  }

  /// The bytes between two quotes, and whether there is a backslash among them.
  private mutating func rawString() throws(JSONProblem) -> (UnsafeBufferPointer<UInt8>, Bool) {
    let start = position
    position += 1
    var escaped = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        let raw = UnsafeBufferPointer(rebasing: bytes[start + 1..<position])
        position += 1
        return (raw, escaped)
      }
      guard byte >= 0x20 else { throw problem("a control character inside quotes") }
      if byte == UInt8(ascii: "\\") {
        escaped = true
        position += 1
      }
      position += 1
    }
    position = start
    throw problem("quotes that do not close")
  }

  private mutating func number() throws(JSONProblem) -> Double {
    let start = position
    _ = take(UInt8(ascii: "-"))
    var whole = 0
    let digits = position
    while let digit = peekDigit {
      whole = position - digits < 15 ? whole * 10 + digit : 0
      position += 1
    }
    let count = position - digits
    guard count > 0, count == 1 || bytes[digits] != UInt8(ascii: "0") else {
      position = start
      throw problem("expected a value")
    }
    let next = peek
    if count <= 15, next != UInt8(ascii: "."), next | 0x20 != UInt8(ascii: "e") {
      return Double(digits == start ? whole : -whole)
    }
    if take(UInt8(ascii: ".")) { try skipDigits() }
    if peek | 0x20 == UInt8(ascii: "e") {
      position += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try skipDigits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      position = start
      throw problem("the number \(text) is too large")
    }
    return value
  }

  private mutating func skipDigits() throws(JSONProblem) {
    guard peekDigit != nil else { throw problem("expected a digit") }
    while peekDigit != nil { position += 1 }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONProblem) -> JSONValue {
    let end = position + word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { wanted in
      end <= bytes.count && bytes[position..<end].elementsEqual(wanted)
    }
    guard matches else { throw problem("expected a value") }
    position = end
    return value
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0a, 0x0d: position += 1
      default: return
      }
    }
  }

  /// The byte at hand, 0 at the end.
  private var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private var peekDigit: Int? {
    let digit = Int(peek) - 48
    return 0...9 ~= digit ? digit : nil
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private func problem(_ what: String) -> JSONProblem { JSONProblem(offset: position, what: what) }
}
