import Configuration

/// One row of a table: the wanted columns, in the order they were asked for.
package struct Row: Sendable, Equatable {
  /// 1-based line where the row begins.
  package var line: Int
  package var cells: [Cell]
}

/// Reads chosen columns of a table, one row at a time.
package protocol TableReader: AnyObject {
  /// The next row, nil at the end. Blank lines are no rows.
  /// - Throws: `DatasetError` that names file and line.
  func next() throws(DatasetError) -> Row?
}

/// A header: where the wanted columns stand.
struct Header {
  let names: [String]
  /// Whether the file has no header and the names were given.
  let isGiven: Bool
  /// For each field of a line, its place among the wanted columns.
  let places: [[Int]]
  let wanted: Int

  var count: Int { names.count }

  init(
    _ names: [String], wanted: [String], file: String, line: Int, isGiven: Bool = false
  ) throws(DatasetError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw DatasetError(
        .malformed, file, line: line, "column '\(name)' stands twice in the header",
        remedy: "rename one of them")
    }
    for name in wanted where !seen.contains(name) {
      throw missingColumn(name, among: names, file: file, line: line)
    }
    self.names = names
    self.isGiven = isGiven
    self.wanted = wanted.count
    places = names.map { name in wanted.indices.filter { wanted[$0] == name } }
  }

  func raggedRow(_ file: String, line: Int, found: Int) -> DatasetError {
    let row = "the row has \(found) \(found == 1 ? "column" : "columns")"
    if isGiven {
      return DatasetError(
        .malformed, file, line: line, "\(row), and \(count) are named",
        remedy: "name every column of the file in columns, in order")
    }
    return DatasetError(
      .malformed, file, line: line, "\(row), the header \(count)",
      remedy: "give every row \(count)")
  }
}

func missingColumn(_ name: String, among names: [String], file: String, line: Int) -> DatasetError {
  let list = "its columns are: \(names.joined(separator: ", "))"
  let nearest = nearestName(to: name, among: names)
  return DatasetError(
    .column, file, line: line, "there is no column '\(name)'",
    remedy: nearest.map { "did you mean '\($0)'? \(list)" } ?? list)
}

func emptyFile(_ file: String) -> DatasetError {
  DatasetError(.malformed, file, "the file is empty", remedy: "put a header and rows into it")
}
