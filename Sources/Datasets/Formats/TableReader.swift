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
  let count: Int
  /// For each field of a line, its place among the wanted columns.
  let places: [[Int]]
  let wanted: Int

  init(_ names: [String], wanted: [String], file: String, line: Int) throws(DatasetError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw DatasetError(
        .malformed, file, line: line, "column '\(name)' stands twice in the header",
        remedy: "rename one of them")
    }
    for name in wanted where !seen.contains(name) {
      throw missingColumn(name, among: names, file: file, line: line)
    }
    count = names.count
    self.wanted = wanted.count
    places = names.map { name in wanted.indices.filter { wanted[$0] == name } }
  }
}

func missingColumn(_ name: String, among names: [String], file: String, line: Int) -> DatasetError {
  let list = "its columns are: \(names.joined(separator: ", "))"
  let nearest = nearestName(to: name, among: names)
  return DatasetError(
    .column, file, line: line, "there is no column '\(name)'",
    remedy: nearest.map { "did you mean '\($0)'?" } ?? list)
}

func emptyFile(_ file: String) -> DatasetError {
  DatasetError(.malformed, file, "the file is empty", remedy: "put a header and rows into it")
}

func raggedRow(_ file: String, line: Int, found: Int, wanted: Int) -> DatasetError {
  let noun = found == 1 ? "column" : "columns"
  return DatasetError(
    .malformed, file, line: line, "the row has \(found) \(noun), the header \(wanted)",
    remedy: "give every row \(wanted)")
}
