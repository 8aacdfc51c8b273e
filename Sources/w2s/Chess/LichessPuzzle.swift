import Chess
import Datasets

/// A row of a table of puzzles: the position before the opponent's move, that move, then answers and
/// replies in turn.
struct LichessPuzzle: Sendable {
  var before: Position
  var moves: [Move]
  var rating: Int?

  /// - Parameter first: how many to read; nil for all.
  static func read(
    _ path: String, first: Int?
  ) throws(DatasetError) -> (puzzles: [LichessPuzzle], hasRating: Bool) {
    let columns = ["FEN", "Moves"]
    var hasRating = true
    let table: any TableReader
    do throws(DatasetError) {
      table = try FileFormat.csv.open(path, columns: columns + ["Rating"])
    } catch {
      guard error.kind == .column else { throw error }
      hasRating = false
      table = try FileFormat.csv.open(path, columns: columns)
    }
    var puzzles: [LichessPuzzle] = []
    while puzzles.count < first ?? .max, let row = try table.next() {
      puzzles.append(try puzzle(row, path, hasRating: hasRating))
    }
    return (puzzles, hasRating)
  }

  private static func puzzle(
    _ row: Row, _ path: String, hasRating: Bool
  ) throws(DatasetError) -> LichessPuzzle {
    let texts = row.cells.map { $0.text ?? "" }
    func problem(_ what: String, _ remedy: String) -> DatasetError {
      DatasetError(.malformed, path, line: row.line, what, remedy: remedy)
    }
    var puzzle: LichessPuzzle
    do throws(ChessError) {
      puzzle = LichessPuzzle(before: try Position(fen: texts[0]), moves: [])
      var position = puzzle.before
      for word in texts[1].split(separator: " ") {
        let move = try position.move(uci: String(word))
        puzzle.moves.append(move)
        position.play(move)
      }
    } catch {
      throw problem(error.what, error.remedy)
    }
    guard puzzle.moves.count > 1 else {
      throw problem("fewer than two moves", "give the opponent's move and the answer")
    }
    guard hasRating else { return puzzle }
    guard let rating = Int(texts[2]) else {
      throw problem(
        "the rating '\(texts[2])' is no whole number",
        "give every puzzle one, or take the column out")
    }
    puzzle.rating = rating
    return puzzle
  }
}
