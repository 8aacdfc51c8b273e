import Testing

@testable import Chess

@Suite struct PuzzleTests {
  typealias Score = Engine.Score

  @Test(
    arguments: [
      (.centipawns(400), .centipawns(0), true),
      (.centipawns(250), .centipawns(-150), true),
      // Wins less than asked for.
      (.centipawns(190), .centipawns(-600), false),
      // Both win: a smaller gain is no mistake.
      (.centipawns(900), .centipawns(600), false),
      (.mate(2), .centipawns(900), false), (.mate(1), .mate(5), false),
      (.mate(2), .centipawns(50), true), (.mate(3), .mate(-2), true),
      // Two moves to the same end.
      (.centipawns(420), .centipawns(330), false),
      // One legal move.
      (.mate(1), nil, false),
      (.mate(-1), .mate(-1), false),
    ] as [(Score, Score?, Bool)])
  func ruleWantsOneMoveThatWins(best: Score, second: Score?, holds: Bool) {
    #expect(PuzzleRule().holds(best: best, second: second) == holds)
  }

  @Test func effortCountsFromWhereTheMoveStaysFirst() throws {
    let (e4, d4) = (try #require(Move(uci: "e2e4")), try #require(Move(uci: "d2d4")))
    func line(_ nodes: Int, _ move: Move, rank: Int = 1) -> Engine.Line {
      Engine.Line(rank: rank, score: .centipawns(0), depth: 1, nodes: nodes, moves: [move])
    }
    let trace = [
      line(16, e4), line(16, d4, rank: 2), line(64, d4), line(128, e4), line(256, e4),
      line(256, d4, rank: 2),
    ]
    #expect(SearchEffort.log2Nodes(of: e4, in: trace) == 7)
    // Never first for good: twice the whole search.
    #expect(SearchEffort.log2Nodes(of: d4, in: trace) == 9)
  }

  @Test func ratingsGrowWithTheEffort() {
    func rating(_ effort: Double, check: Bool = false, gain: Int = 400) -> Int {
      PuzzleDifficulty(effort: effort, givesCheck: check, gain: gain).rating
    }
    #expect(rating(10) == 1504)
    #expect(rating(20) > rating(10) && rating(10, check: true) < rating(10))
    #expect(rating(10, gain: 9998) == rating(10, gain: 1500))
    #expect(rating(500) == rating(45))
  }

  @Test(
    arguments: [
      ("6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1", "d1d8", .mate(1), ["mate", "mateIn1", "check"]),
      (
        "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2", "e5d6", .centipawns(300),
        ["advantage", "capture", "enPassant"]
      ),
      ("8/P6k/8/8/8/8/8/K7 w - - 0 1", "a7a8q", .centipawns(900), ["crushing", "promotion"]),
    ] as [(String, String, Score, [String])])
  func namesThemes(fen: String, move: String, score: Score, themes: [String]) throws {
    let position = try Position(fen: fen)
    #expect(Themes.of(position, try position.move(uci: move), score) == themes)
  }

  /// A back-rank mate, with the move that allows it.
  @Test(.enabled(if: !RealEngine.isMissing, "Stockfish is not installed"))
  func provesAMate() throws {
    let engine = try Engine(path: try #require(RealEngine.path))
    let before = try Position(fen: "6k1/5ppp/8/8/8/2r5/5PPP/3R2K1 b - - 0 1")
    let solver = PuzzleSolver(engine, proofNodes: 3000, replyNodes: 1000)
    let setup = try before.move(uci: "c3c2")
    let puzzle = try #require(try solver.puzzle(before: before, setup: setup))
    #expect(puzzle.answer.uci == "d1d8")
    #expect(puzzle.moves.count == 2)
    #expect(puzzle.themes.contains("mateIn1"))
    #expect(try solver.difficulty(before: before, moves: puzzle.moves) == puzzle.difficulty)
    // A rook that stays where it guards leaves nothing to find.
    let other = try before.move(uci: "c3c8")
    #expect(try solver.puzzle(before: before, setup: other) == nil)
  }

  @Test(.enabled(if: !RealEngine.isMissing, "Stockfish is not installed"))
  func findsTheMistakeOfAGame() throws {
    let engine = try Engine(path: try #require(RealEngine.path))
    // 3… Nf6?? 4. Qxf7#
    let names = ["e2e4", "e7e5", "f1c4", "b8c6", "d1h5", "g8f6", "h5f7"]
    let game = Game(moves: try names.map { try #require(Move(uci: $0)) })
    var settings = PuzzleFinder.Settings()
    (settings.proofNodes, settings.perGame, settings.distance) = (10_000, 8, 1)
    var results: [PuzzleFinder.Finds] = []
    for _ in 0..<2 {
      var random = Counter()
      results.append(try PuzzleFinder(engine, settings).puzzles(in: game, using: &random))
    }
    #expect(results[0].puzzles.map(\.puzzle) == results[1].puzzles.map(\.puzzle))
    #expect(results[0].puzzles.map(\.puzzle.answer.uci) == ["h5f7"])
    for (ply, puzzle) in results[0].puzzles {
      #expect(puzzle.position == game.positions[ply])
    }
  }
}

/// The same numbers each time.
private struct Counter: RandomNumberGenerator {
  var state: UInt64 = 0

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return state
  }
}
