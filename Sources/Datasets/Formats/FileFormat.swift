import Configuration

/// The forms of file that a task can be read from; each plain or gzip.
package enum FileFormat: String, WordValue {
  /// RFC 4180, with a header or named columns.
  case csv
  /// Tab-separated without quoting, with a header or named columns.
  case tsv
  /// One JSON object per line.
  case jsonl
  /// Arrays of MNIST's kind: one file of records, one of labels.
  case idx
  /// Games of chess in portable game notation.
  case pgn

  /// The format that a file name says, if it says one.
  package init?(path: String) {
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    let endings: [(String, FileFormat)] = [
      (".csv", .csv), (".tsv", .tsv), (".jsonl", .jsonl), (".ndjson", .jsonl), (".idx", .idx),
      ("-ubyte", .idx), (".pgn", .pgn),
    ]
    guard let found = endings.first(where: { name.hasSuffix($0.0) }) else { return nil }
    self = found.1
  }

  /// Endings of packed files that are not read: those of Lichess, for one.
  static let unreadPackings = [".zst", ".bz2", ".xz", ".zip"]

  /// Opens a table of a text format.
  /// - Parameters:
  ///   - columns: the columns to read, in the order wanted.
  ///   - names: of all columns, for a CSV or TSV file without a header.
  ///   - each: path of the lists of a JSON line whose elements are the rows.
  /// - Throws: `DatasetError` if the file is missing or empty or lacks a column.
  package func open(
    _ path: String, columns: [String], names: [String]? = nil, each: String? = nil
  ) throws(DatasetError) -> any TableReader {
    switch self {
    case .csv: return try CSVReader(LineReader(path: path), columns: columns, names: names)
    case .tsv: return try TSVReader(LineReader(path: path), columns: columns, names: names)
    case .jsonl where each != nil || columns.contains { $0.contains(".") }:
      return try NestedJSONReader(LineReader(path: path), columns: columns, each: each)
    case .jsonl: return try JSONLinesReader(LineReader(path: path), columns: columns)
    case .idx:
      throw DatasetError(
        .configuration, path, "an IDX file has no columns", remedy: "use kind: features for it")
    case .pgn:
      throw DatasetError(
        .configuration, path, "a PGN file has no columns",
        remedy: "use kind: games or next-move for it")
    }
  }

  /// What the columns of a table are called: of JSON lines the keys of the first.
  func columnNames(
    _ path: String, names: [String]? = nil
  ) throws(DatasetError) -> [String] {
    if let names { return names }
    switch self {
    case .csv: return try CSVReader(LineReader(path: path), columns: []).names
    case .tsv: return try TSVReader(LineReader(path: path), columns: []).names
    case .jsonl:
      let lines = try LineReader(path: path)
      while let line = try lines.next() {
        if let object = try? JSONScanner.parse(line) { return object.columnNames }
      }
      throw emptyFile(path)
    case .idx, .pgn: return []
    }
  }
}
