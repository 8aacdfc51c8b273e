/// Tab-separated values, with a header unless the columns are named. There is no quoting: a quote is text like any other, and a
/// field can hold neither a tab nor the end of a line.
final class TSVReader: TableReader {
  private let lines: LineReader
  private let header: Header

  var names: [String] { header.names }

  /// - Parameter names: of all columns in order, where the file has no header.
  init(_ lines: LineReader, columns: [String], names: [String]? = nil) throws(DatasetError) {
    self.lines = lines
    if let names {
      header = try Header(names, wanted: columns, file: lines.path, line: 1, isGiven: true)
      return
    }
    guard let line = try lines.next(), !line.isEmpty else { throw emptyFile(lines.path) }
    let names = line.split(separator: 0x09, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    header = try Header(names, wanted: columns, file: lines.path, line: 1)
  }

  func next() throws(DatasetError) -> Row? {
    while let line = try lines.next() {
      guard !line.isEmpty else { continue }
      var cells = [Cell](repeating: .null, count: header.wanted)
      var field = 0
      var start = 0
      for i in 0...line.count where i == line.count || line[i] == 0x09 {
        if field < header.count {
          for place in header.places[field] {
            cells[place] = .text(String(decoding: line[start..<i], as: UTF8.self))
          }
        }
        field += 1
        start = i + 1
      }
      guard field == header.count else {
        throw header.raggedRow(lines.path, line: lines.number, found: field)
      }
      return Row(line: lines.number, cells: cells)
    }
    return nil
  }
}
