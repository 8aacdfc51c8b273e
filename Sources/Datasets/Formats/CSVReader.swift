/// Comma-separated values, with a header unless the columns are named (RFC 4180): a field that begins with a quote ends at the next
/// quote that is not doubled, and may hold commas and ends of lines. A quote further inside a field
/// is text.
final class CSVReader: TableReader {
  private let lines: LineReader
  private var header: Header
  /// The fields of the record at hand, end to end.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  var names: [String] { header.names }

  /// - Parameter names: of all columns in order, where the file has no header.
  init(_ lines: LineReader, columns: [String], names: [String]? = nil) throws(DatasetError) {
    self.lines = lines
    if let names {
      header = try Header(names, wanted: columns, file: lines.path, line: 1, isGiven: true)
      return
    }
    header = try Header([], wanted: [], file: lines.path, line: 1)
    guard let line = try nextRecord() else { throw emptyFile(lines.path) }
    let names = ends.indices.map { String(decoding: field($0), as: UTF8.self) }
    header = try Header(names, wanted: columns, file: lines.path, line: line)
  }

  func next() throws(DatasetError) -> Row? {
    guard let line = try nextRecord() else { return nil }
    guard ends.count == header.count else {
      throw header.raggedRow(lines.path, line: line, found: ends.count)
    }
    var cells = [Cell](repeating: .null, count: header.wanted)
    for (index, places) in header.places.enumerated() {
      for place in places { cells[place] = .text(String(decoding: field(index), as: UTF8.self)) }
    }
    return Row(line: line, cells: cells)
  }

  private func field(_ index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  private enum State { case atStart, plain, quoted, afterQuote }

  /// Fills `bytes` and `ends`; returns the line where the record begins, nil at the end.
  private func nextRecord() throws(DatasetError) -> Int? {
    let (quote, comma) = (UInt8(ascii: "\""), UInt8(ascii: ","))
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    var first: Int?
    var opened = 0
    var state = State.atStart
    while let line = try lines.next(withEnd: true) {
      let content = contentLength(line)
      if state != .quoted, content == 0 { continue }
      first = first ?? lines.number
      // Within quotes the end of the line is text, elsewhere it ends the record.
      for i in 0..<line.count where i < content || state == .quoted {
        let byte = line[i]
        switch state {
        case .atStart where byte == quote:
          state = .quoted
          opened = lines.number
        case .atStart where byte != comma, .plain where byte != comma:
          bytes.append(byte)
          state = .plain
        case .quoted where byte == quote: state = .afterQuote
        case .quoted: bytes.append(byte)
        case .afterQuote where byte == quote:
          bytes.append(quote)
          state = .quoted
        case .atStart, .plain, .afterQuote:
          guard byte == comma else {
            throw DatasetError(
              .malformed, lines.path, line: lines.number,
              "text follows a closing quote at byte \(i + 1)",
              remedy: "double the quotes inside a quoted field")
          }
          ends.append(bytes.count)
          state = .atStart
        }
      }
      if state != .quoted {
        ends.append(bytes.count)
        return first
      }
    }
    guard state != .quoted else {
      throw DatasetError(
        .damaged, lines.path, line: opened, "a quote opens here and never closes",
        remedy: "close it, or double it where it is text; use format: tsv where quotes are text")
    }
    return nil
  }

  /// Length without LF or CRLF.
  private func contentLength(_ line: UnsafeBufferPointer<UInt8>) -> Int {
    var length = line.count
    if length > 0, line[length - 1] == 0x0a { length -= 1 }
    if length < line.count, length > 0, line[length - 1] == 0x0d { length -= 1 }
    return length
  }
}
