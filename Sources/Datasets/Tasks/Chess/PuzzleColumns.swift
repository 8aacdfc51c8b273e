/// Which columns of a table hold a position, the moves that follow, and how hard it is.
struct PuzzleColumns {
  let position: String
  let moves: String
  /// Nil where the table has none.
  let rating: String?

  /// The columns of Lichess' table, with ratings if it has them.
  init(_ format: FileFormat, of path: String) throws(DatasetError) {
    (position, moves) = ("FEN", "Moves")
    rating = try format.columnNames(path, names: nil).first { $0 == "Rating" }
  }

  /// - Parameter needsRating: whether something depends on ratings.
  init(
    _ table: ExamplePool.Table, needsRating: Bool
  ) throws(DatasetError) {
    let file = table.file
    let names = try table.format.columnNames(table.path, names: file.columns)
    func find(_ usual: String) -> String? {
      let spelled = names.filter { $0.lowercased() == usual.lowercased() }
      return spelled.contains(usual) ? usual : spelled.first
    }
    func column(_ key: String, _ given: String?, _ usual: String) throws(DatasetError) -> String {
      if let found = given ?? find(usual) { return found }
      var error = missingColumn(usual, among: names, file: table.path, line: 1)
      error.remedy += "; name it with \(key): COLUMN in the source"
      throw error
    }
    position = try column("position", file.position, "FEN")
    moves = try column("moves", file.moves, "Moves")
    rating =
      needsRating
      ? try column("rating", file.rating, "Rating") : file.rating ?? find("Rating")
  }

  /// As they are read.
  var names: [String] { [position, moves] + (rating.map { [$0] } ?? []) }
}
