/// A tag of a PGN file (PGN standard, 8.1.1): `[Name "value"]`, with `\"` and `\\` in the value.
enum PGNTag {
  enum Outcome {
    /// With the place behind the tag.
    case tag(String, String, end: Int)
    case problem(what: String, remedy: String)
  }

  /// Whether a line begins a tag and not, say, a clock in a comment that was broken there: a bracket, a
  /// name, a quotation mark.
  static func begins(_ line: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    guard start < line.count, line[start] == UInt8(ascii: "[") else { return false }
    let name = skipSpace(line, start + 1)
    let end = nameEnd(line, name)
    let quote = skipSpace(line, end)
    return end > name && quote < line.count && line[quote] == UInt8(ascii: "\"")
  }

  /// Reads the tag whose bracket lies at `start`.
  static func read(_ line: UnsafeBufferPointer<UInt8>, at start: Int) -> Outcome {
    let nameStart = skipSpace(line, start + 1)
    let nameEnd = nameEnd(line, nameStart)
    guard nameEnd > nameStart else {
      return .problem(what: "a tag without a name", remedy: "write [Name \"value\"]")
    }
    let name = String(decoding: line[nameStart..<nameEnd], as: UTF8.self)
    var place = skipSpace(line, nameEnd)
    guard place < line.count, line[place] == UInt8(ascii: "\"") else {
      return .problem(
        what: "tag \(name) without a quoted value", remedy: "write [\(name) \"value\"]")
    }
    place += 1
    var value: [UInt8] = []
    while place < line.count, line[place] != UInt8(ascii: "\"") {
      if line[place] == UInt8(ascii: "\\"), place + 1 < line.count,
        line[place + 1] == UInt8(ascii: "\"") || line[place + 1] == UInt8(ascii: "\\")
      {
        place += 1
      }
      value.append(line[place])
      place += 1
    }
    let bracket = skipSpace(line, place + 1)
    guard place < line.count else {
      return .problem(
        what: "the value of tag \(name) is not closed",
        remedy: "close it with \"] on the same line; the file may have been cut off")
    }
    guard bracket < line.count, line[bracket] == UInt8(ascii: "]") else {
      return .problem(
        what: "no ] behind the value of tag \(name)",
        remedy: "close the tag with ]; a quotation mark in a value is written \\\"")
    }
    return .tag(name, String(decoding: value, as: UTF8.self), end: bracket + 1)
  }

  static func skipSpace(_ line: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var place = start
    while place < line.count, isSpace(line[place]) { place += 1 }
    return place
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || UInt8(ascii: "\t")...UInt8(ascii: "\r") ~= byte
  }

  private static func nameEnd(_ line: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var place = start
    while place < line.count, isNamePart(line[place]) { place += 1 }
    return place
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
