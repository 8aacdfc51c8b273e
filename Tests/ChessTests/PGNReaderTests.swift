import Chess
import Testing

@Suite struct PGNReaderTests {
  private func games(_ text: String) throws -> [Game] {
    let reader = PGNReader(.strict, text: text)
    var games: [Game] = []
    while let game = try reader.next() { games.append(game) }
    return games
  }

  @Test(arguments: ["games.pgn", "annotated.pgn"])
  func gamesAreThoseOfPythonChess(file: String) throws {
    let games = try games(ChessFixtures.text(file))
    let known = try ChessFixtures.games()
    #expect(games.count == known.count)
    for (game, known) in zip(games, known) {
      #expect(game.start.fen == known.start)
      #expect(game.moves.map(\.uci).joined(separator: " ") == known.moves)
      #expect(game.result == known.result)
      #expect(game.tag("Annotator") == "Łódź, Ñ")
    }
    #expect(games.map { $0.tag("Round") } == (1...games.count).map(String.init))
  }

  /// Each of these is 1. e4 e5 2. Nf3 Nc6, which white won.
  @Test(arguments: [
    "1. e4 e5 2. Nf3 Nc6 1-0",
    "1.e4 e5 2.Nf3 Nc6 1-0",
    "e4 e5 Nf3 Nc6 1-0",
    "1.e4 1...e5 2.Nf3 2...Nc6 1-0",
    "1 e4 e5 2 Nf3 Nc6 1-0",
    "1 . e4 ... e5 17. Nf3 Nc6\r\n1-0\r\n",
    "\u{FEFF}1. e4! e5? 2. Nf3!? $1 $14 Nc6 ?! 1-0",
    "1. e4$1 e5$2{x}2. Nf3(2. d4)Nc6;rest 0-1\n1-0",
    "1. e4 {one\n\n[White \"no tag\"]\n; % two} e5 2. Nf3 Nc6 1-0",
    "1. e4 ; a { comment ( to the end\ne5 2. Nf3 Nc6 1-0",
    "% e3 { (\n1. e4 e5\n%\n2. Nf3 Nc6 1-0",
    "1. e4 (1. d4 d5 (1... Nf6 {(} 2. c4) 2. c4 *) e5 (1... c5 ; )\n) 2. Nf3 Nc6 1-0",
    "1. e4 (1. nonsense ;) ) \n 0-1 ) e5 2. Nf3 Nc6 1-0",
    "1. e2-e4 e7e5 2. Ng1-f3+ Nb8c6# 1-0",
    "{before} 1. e4 {{} e5 2. Nf3 Nc6 {after} 1-0 {behind}",
    "[Event \"a\"] [Site \"b\"]\n1. e4 e5 2. Nf3 Nc6 1-0",
    "[Event \"a\"]\n{between tags}\n\n[White \"b\"]\n1. e4 e5\n\n2. Nf3 Nc6 1-0",
    "[FEN \"rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1\"]\n1. e4 e5 2. Nf3 Nc6 1-0",
  ])
  func oneGameManyWays(text: String) throws {
    let games = try games(text)
    #expect(games.count == 1)
    #expect(games.first?.moves.map(\.uci) == ["e2e4", "e7e5", "g1f3", "b8c6"])
    #expect(games.first?.result == "1-0")
    #expect(games.first?.start == .initial)
  }

  @Test func tagsKeepTheirOrderAndEscapes() throws {
    let text = #"""
      [ White  "A \"quoted\" name" ]
      [Black "back\\slash"]
      [Event ""]
      [Odd "\n ] ; {"]
      *
      """#
    let game = try #require(try games(text).first)
    #expect(game.tags.map(\.0) == ["White", "Black", "Event", "Odd"])
    #expect(game.tags.map(\.1) == [#"A "quoted" name"#, #"back\slash"#, "", #"\n ] ; {"#])
    #expect(game.result == "*" && game.moves.isEmpty)
  }

  @Test func gamesFollowEachOtherInAnyForm() throws {
    let text = "\n1. e4 1-0 1. d4 d5 0-1\n[Event \"x\"]\n1. c4 *\n[Event \"y\"]\n\n1/2-1/2\n"
    let games = try games(text)
    #expect(games.map(\.moves.count) == [1, 2, 1, 0])
    #expect(games.map(\.result) == ["1-0", "0-1", "*", "1/2-1/2"])
    #expect(games.map(\.line) == [2, 2, 3, 5])
    #expect(try self.games("").isEmpty)
    #expect(try self.games("\n; nothing\n% here\n{or here}\n").isEmpty)
  }

  @Test func aPositionToStartFrom() throws {
    let text = "[SetUp \"1\"]\n[FEN \"4k3/8/8/8/8/8/4p3/K7 b - - 0 31\"]\n\n31... e1=Q+ 32. Ka2 1-0"
    let game = try #require(try games(text).first)
    #expect(game.moves.map(\.uci) == ["e2e1q", "a1a2"])
    #expect(game.positions.last?.fen == "4k3/8/8/8/8/8/K7/4q3 b - - 1 32")
    #expect(game.positions.count == 3)
  }
}
