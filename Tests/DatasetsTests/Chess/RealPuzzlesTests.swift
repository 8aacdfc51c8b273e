import Chess
import Testing

@testable import Datasets

/// The files of `shared/data/chess`.
@Suite struct RealPuzzlesTests {
  private static let csv = "chess/lichess_puzzles.csv"
  private static let older = "chess/lichess_puzzles_older.jsonl"
  private static let games = "chess/carlsen.pgn"

  private func make(_ json: String) throws -> MaterializedTask {
    let root = try #require(RealData.root)
    return try task(json).resolved(in: root).materialize()
  }

  private func check(_ examples: Examples) throws {
    for (text, label) in zip(examples.texts, examples.labels) {
      let moves = NextMoveClasses.moves(of: try ChessText(text).end)
      #expect(label >= 1 && Int(label) <= moves.count)
    }
  }

  @Test(.enabled(if: RealData.has(csv), "needs \(csv)"))
  func puzzlesOfLichess() throws {
    let made = try make(
      """
      {"kind": "next-move", "source": {"path": "\(Self.csv)"},
       "ratings": {"supervisor": [null, 1500], "transfer": [1500, null], "test": [1500, null]},
       "splits": {"supervisor": 2000, "transfer": 1000, "test": 1000}}
      """)
    try check(made.supervisor)
    try check(made.test)
    #expect(try #require(made.supervisor.ratings).allSatisfy { $0 < 1500 })
    #expect(try #require(made.test.ratings).allSatisfy { $0 >= 1500 })
    #expect(made.notes.first == "source: 6000 rows")
    #expect(!made.notes.contains { $0.contains("bad rows") })
    // The first puzzle of the file, whose answer is b2b1.
    let place = Split.allCases.compactMap { split in
      made[split].rows.firstIndex(of: 2).map { (split, $0) }
    }.first
    if let (split, place) = place {
      let position = try ChessText(made[split].texts[place]).end
      let label = Int(made[split].labels[place])
      #expect(NextMoveClasses.moves(of: position)[label - 1].uci == "b2b1")
    }
  }

  @Test(.enabled(if: RealData.has(older), "needs \(older)"))
  func olderPuzzlesOfLichess() throws {
    let made = try make(
      """
      {"kind": "next-move",
       "source": {"path": "\(Self.older)", "moves": "solutions", "opponent-first": false},
       "splits": {"transfer": 2000, "validation": 500, "test": 2000}}
      """)
    try check(made.transfer)
    #expect(made.notes.first == "source: 29952 rows")
    #expect(made.test.ratings?.count == 2000)
  }

  @Test(.enabled(if: RealData.has(games), "needs \(games)"))
  func gamesOfCarlsen() throws {
    let made = try make(
      """
      {"kind": "games", "source": {"path": "\(Self.games)"},
       "splits": {"transfer": 20000, "validation": 1000, "test": 1000}}
      """)
    #expect(made.notes.first == "source: 2100 rows")
    let encoded = try ChessTokenizer().encode(checking: made.transfer.texts)
    #expect(encoded.count == 20000)
    for text in 0..<encoded.count {
      #expect(encoded[text].count <= ChessTokenizer().longest)
      #expect(
        MoveTokens(piece: encoded[text].dropLast().last ?? 0, target: encoded[text].last ?? 0).move
          != nil)
    }
  }
}
