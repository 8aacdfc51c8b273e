/// Comma-separated values after RFC 4180, with line ends of one LF.
package enum CSV {
  /// One record without its line end; fields that hold a comma, a quote or a line end are quoted.
  package static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",")
  }

  static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      byte == comma || byte == quote || byte == lineFeed || byte == carriageReturn
    }
    guard needsQuotes else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// Splits a whole file into records. Lines may end in LF or CRLF; the last may lack its end.
  /// A quote inside an unquoted field, text after a closing quote and a quote that is never
  /// closed are refused with the row in which they stand.
  package static func records(of text: String, file: String) throws(CSVError) -> [[String]] {
    var parser = Parser(bytes: Array(text.utf8), file: file)
    return try parser.records()
  }

  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let quote = UInt8(ascii: "\"")
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
}

private struct Parser {
  let bytes: [UInt8]
  let file: String
  var position = 0
  var row = 1

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  mutating func records() throws(CSVError) -> [[String]] {
    var found: [[String]] = []
    while position < bytes.count {
      found.append(try record())
      row += 1
    }
    return found
  }

  private mutating func record() throws(CSVError) -> [String] {
    var fields: [String] = []
    while true {
      let isQuoted = position < bytes.count && bytes[position] == CSV.quote
      fields.append(isQuoted ? try quotedField() : try plainField())
      guard position < bytes.count else { return fields }
      let separator = bytes[position]
      position += 1
      if separator == CSV.comma { continue }
      if separator == CSV.carriageReturn { position += 1 }
      return fields
    }
  }

  private mutating func plainField() throws(CSVError) -> String {
    let start = position
    while position < bytes.count, !endsField(position) {
      if bytes[position] == CSV.quote {
        throw failure("a quote inside a field that does not begin with one")
      }
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quotedField() throws(CSVError) -> String {
    position += 1
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      guard byte == CSV.quote else {
        content.append(byte)
        continue
      }
      if position < bytes.count, bytes[position] == CSV.quote {
        content.append(CSV.quote)
        position += 1
        continue
      }
      guard position == bytes.count || endsField(position) else {
        throw failure("text after a closing quote")
      }
      return String(decoding: content, as: UTF8.self)
    }
    throw failure("a quote that is never closed")
  }

  private func endsField(_ index: Int) -> Bool {
    switch bytes[index] {
    case CSV.comma, CSV.lineFeed: true
    case CSV.carriageReturn: index + 1 < bytes.count && bytes[index + 1] == CSV.lineFeed
    default: false
    }
  }

  private func failure(_ what: String) -> CSVError {
    CSVError(file: file, row: row, what: what, remedy: "quote it as RFC 4180 asks, or rerun")
  }
}
