import Chess
import Configuration

/// Positions with the move that is to be found: of a table, or of games.
extension ExamplePool {
  /// What is made of each position.
  struct NextMoves {
    var table: Table
    var prompt: ChessPrompt
    /// Whether splits have ranges of ratings.
    var needsRating: Bool
  }

  init(nextMoves wanted: NextMoves) throws(DatasetError) {
    let table = wanted.table
    self.init(table.path)
    var texts: [String] = []
    if table.format == .pgn {
      try readGames(table) { pool, game, number in
        let plies = stride(
          from: table.file.from ?? 0, to: game.moves.count,
          by: table.file.every ?? FileSource.everyDefault)
        let positions = game.positions
        for ply in plies {
          let text =
            wanted.prompt == .position
            ? ChessText(positions[ply]) : ChessText(game.start, Array(game.moves[..<ply]))
          guard pool.add(game.moves[ply], in: positions[ply], line: game.line, row: number) else {
            continue
          }
          texts.append(text.text)
        }
      }
    } else {
      texts = try readPuzzles(wanted)
    }
    content = .texts(texts, width: 1)
    try requireExamples()
  }

  private mutating func readPuzzles(_ wanted: NextMoves) throws(DatasetError) -> [String] {
    let table = wanted.table
    bad = BadRows(skipped: table.file.skipBadRows ?? false)
    let columns = try PuzzleColumns(table, needsRating: wanted.needsRating)
    let (names, keys) = (columns.names, table.group.columns)
    keyWidth = keys.count
    var texts: [String] = []
    var ratings: [Double] = []
    let reader = try table.format.open(
      table.path, columns: names + keys, names: table.file.columns, each: table.file.each)
    while rows < table.limit, let row = try nextRow(reader) {
      rows += 1
      let fault = RowFault(path: table.path, line: row.line)
      let puzzle: PuzzleRow
      do throws(PuzzleRow.Fault) {
        puzzle = try PuzzleRow(
          row.cells[..<names.count], columns, opponentFirst: table.file.opponentFirst ?? true,
          fault)
      } catch {
        var told = error.error
        told.remedy += error.hint
        try bad.report(told, error.reason)
        continue
      }
      var groups: [String] = []
      for (place, column) in keys.enumerated() {
        groups.append(
          String(table.group.key(try fault.written(row.cells[names.count + place], column))))
      }
      guard add(puzzle.answer, in: puzzle.position, line: row.line, row: rows) else { continue }
      groupKeys += groups
      if let rating = puzzle.rating { ratings.append(rating) }
      let text =
        wanted.prompt == .game
        ? ChessText(puzzle.start, puzzle.before.map { [$0] } ?? []) : ChessText(puzzle.position)
      texts.append(text.text)
    }
    if columns.rating != nil { self.ratings = ratings }
    return texts
  }

  /// The next row of a form that can be read.
  private mutating func nextRow(_ reader: any TableReader) throws(DatasetError) -> Row? {
    while true {
      do throws(DatasetError) {
        return try reader.next()
      } catch {
        guard error.kind == .malformed, error.line != nil else { throw error }
        rows += 1
        try bad.report(error, "not of the file's form")
      }
    }
  }

  /// Adds an example without its text; false for a position that an earlier one has.
  private mutating func add(_ answer: Move, in position: Position, line: Int, row: Int) -> Bool {
    guard let label = asked.add(answer, in: position) else { return false }
    labelTexts.append(NextMoveClasses.name(of: label))
    lines.append(line)
    numbers.append(row)
    return true
  }
}

/// What a text of `next-move` shows.
package enum ChessPrompt: String, WordValue {
  /// The position alone.
  case position
  /// Where the game, or the puzzle, begins, and the moves up to the position.
  case game
}
