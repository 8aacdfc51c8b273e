import Configuration

/// What a source of chess positions or games says.
extension FileSource {
  static let everyDefault = 4
  static let lengthDefault = 8

  static var chessFields: [Field<FileSource>] {
    [
      Field(
        "position", \.position,
        "of next-move: column of the FEN; FEN if not given, however it is spelled"),
      Field(
        "moves", \.moves, "of next-move: column of moves such as e2e4; Moves if not given"),
      Field(
        "rating", \.rating,
        "of next-move: column that says how hard it is; Rating if not given and there is one"),
      Field(
        "opponent-first", \.opponentFirst,
        "of next-move: whether the first move is the opponent's and the second the answer, as in puzzles "
          + "of Lichess (true if not given); false: the first is the answer"),
      Field(
        "from", \.from, "of a PGN file: the first half-move of a game that is read, from 0",
        check: Check("at least 0") { ($0 ?? 0) >= 0 }),
      Field(
        "every", \.every,
        "of a PGN file: half-moves from one example to the next, \(everyDefault) if not given",
        check: Check("at least 1") { ($0 ?? 1) >= 1 }),
      Field(
        "length", \.length, "of games: moves of an example, \(lengthDefault) if not given",
        check: Check("at least 1") { ($0 ?? 1) >= 1 }),
      Field(
        "skip-bad-rows", \.skipBadRows,
        "of next-move and games: leave out what cannot be read, and count it; the first of it is an "
          + "error if not given"),
    ]
  }

  /// The keys of chess that are given.
  var givenChessKeys: [String] {
    [
      ("position", position != nil), ("moves", moves != nil), ("rating", rating != nil),
      ("opponent-first", opponentFirst != nil), ("from", from != nil), ("every", every != nil),
      ("length", length != nil), ("skip-bad-rows", skipBadRows != nil),
    ].filter(\.1).map(\.0)
  }

  /// The keys that say what the rows of other kinds of task are.
  var givenRowKeys: [String] {
    [
      ("text", text != nil), ("label", label != nil), ("features", features != nil),
      ("labels", labels != nil), ("answers", answers != nil), ("chosen", chosen != nil),
      ("rejected", rejected != nil),
    ].filter(\.1).map(\.0)
  }

  /// With the defaults of its kind of task, so that a key that says what holds anyway changes nothing.
  mutating func fillChess(_ kind: TaskKind) {
    if skipBadRows == false { skipBadRows = nil }
    guard format == .pgn else {
      opponentFirst = opponentFirst ?? true
      return
    }
    from = from ?? 0
    every = every ?? Self.everyDefault
    if kind == .games { length = length ?? Self.lengthDefault }
  }

  /// A test file has the columns of the training file unless it says otherwise.
  mutating func inheritChess(_ training: FileSource) {
    position = position ?? training.position
    moves = moves ?? training.moves
    rating = rating ?? training.rating
    opponentFirst = opponentFirst ?? training.opponentFirst
    from = from ?? training.from
    every = every ?? training.every
    skipBadRows = skipBadRows ?? training.skipBadRows
  }
}
