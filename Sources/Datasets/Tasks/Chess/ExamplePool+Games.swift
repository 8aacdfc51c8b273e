import Chess
import Kernels

/// Examples of games.
extension ExamplePool {
  /// Texts that nobody has labelled: each game is cut into windows, a position and the `length` moves played
  /// from there, or as many as there are. They begin every `every` half-moves, the first within as many from
  /// `from` on: drawn for each game by its number alone, so that positions of all half-moves are seen.
  init(games table: Table, seed: UInt64) throws(DatasetError) {
    self.init(table.path)
    let (from, every) = (table.file.from ?? 0, table.file.every ?? FileSource.everyDefault)
    let length = table.file.length ?? FileSource.lengthDefault
    var texts: [String] = []
    try readGames(table) { pool, game, number in
      guard game.moves.count > from else { return }
      var random = RandomStream(seed: seed, "task/windows", index: UInt64(number))
      let first = from + random.integer(below: min(every, game.moves.count - from))
      var position = game.start
      for (ply, move) in game.moves.enumerated() {
        if ply >= first, (ply - first) % every == 0 {
          let end = min(ply + length, game.moves.count)
          texts.append(ChessText(position, Array(game.moves[ply..<end])).text)
          pool.lines.append(game.line)
          pool.numbers.append(number)
        }
        position.play(move)
      }
    }
    content = .texts(texts, width: 1)
    try requireExamples()
  }

  /// Calls `body` with the pool, each game that can be read, and its number in the file.
  mutating func readGames(
    _ table: Table, _ body: (inout ExamplePool, Game, Int) throws(DatasetError) -> Void
  ) throws(DatasetError) {
    linking = .rows
    var file = try GameFile(table.path, skipsBad: table.file.skipBadRows ?? false)
    while file.count < table.limit, let game = try file.next() {
      try body(&self, game, file.count)
    }
    rows = file.count
    bad = file.bad
  }

  /// - Throws: `DatasetError`, if nothing is left.
  func requireExamples() throws(DatasetError) {
    guard count == 0 else { return }
    throw DatasetError(
      .malformed, place,
      rows == 0
        ? "there is nothing in the file"
        : "none of \(rows) rows can be used" + (bad.notes("source").first.map { " (\($0))" } ?? ""),
      remedy: "name a file of chess positions or games")
  }
}
