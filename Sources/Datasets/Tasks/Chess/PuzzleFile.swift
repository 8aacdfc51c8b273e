/// The puzzles of a table with the columns of Lichess' (`FEN`, `Moves`, perhaps `Rating`), plain or gzip:
/// the first move is the opponent's.
package struct PuzzleFile {
  private let path: String
  private let columns: PuzzleColumns
  private let reader: any TableReader

  package var hasRatings: Bool { columns.rating != nil }

  package init(_ path: String) throws(DatasetError) {
    self.path = path
    columns = try PuzzleColumns(.csv, of: path)
    reader = try FileFormat.csv.open(path, columns: columns.names)
  }

  /// - Throws: `DatasetError` that names file and line.
  package func next() throws(DatasetError) -> PuzzleRow? {
    guard let row = try reader.next() else { return nil }
    do throws(PuzzleRow.Fault) {
      return try PuzzleRow(
        row.cells[...], columns, opponentFirst: true, RowFault(path: path, line: row.line))
    } catch {
      throw error.error
    }
  }
}
