import Chess
import Foundation
import Testing

@testable import Datasets

@Suite struct GamesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func make(_ json: String) throws -> MaterializedTask {
    try task(json).resolved(in: folder.root).materialize()
  }

  /// Made with python-chess: `Fixtures/chess/make.py`.
  private struct Expected: Decodable {
    struct Game: Decodable {
      /// The text of a window from each half-move on.
      var windows: [String]
      var answers: [String]
      var positions: [String]
    }
    var length: Int
    var games: [Game]
  }

  private func expected() throws -> Expected {
    let data = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("chess/windows.json")))
    try folder.write(
      "games.pgn", Array(Data(contentsOf: URL(fileURLWithPath: Fixtures.path("chess/games.pgn")))))
    return try JSONDecoder().decode(Expected.self, from: data)
  }

  @Test(arguments: [1, 3, 4])
  func windowsAreThoseOfPythonChess(every: Int) throws {
    let expected = try expected()
    let made = try make(
      """
      {"kind": "games", "source": {"path": "games.pgn", "every": \(every), "length": \(expected.length)},
       "splits": {"transfer": 4, "validation": 2, "test": 2}}
      """)
    #expect(made.kind == .games)
    #expect(made.classes == [])
    #expect(made.transfer.targets == .unlabelled)
    let pool = try task(
      """
      {"kind": "games", "source": {"path": "games.pgn", "every": \(every), "length": \(expected.length)},
       "splits": {"transfer": 4, "test": 2}}
      """
    ).resolved(in: folder.root)
    guard case .file(let file) = pool.configuration.source else { return }
    let all = try pool.read(file, source: "source", labels: "labels")
    guard case .texts(let texts) = all.inputs(Array(0..<all.count)) else { return }
    for (number, game) in expected.games.enumerated() {
      let own = texts.indices.filter { all.numbers[$0] == number + 1 }.map { texts[$0] }
      guard let first = own.first.flatMap({ game.windows.firstIndex(of: $0) }) else {
        #expect(game.windows.isEmpty)
        continue
      }
      #expect(first < every)
      let wanted = stride(from: first, to: game.windows.count, by: every).map { game.windows[$0] }
      #expect(own == wanted)
    }
    #expect(all.groups(.none).count == Set(all.numbers).count)
  }

  @Test func aGameLiesOnOneSideOfASplit() throws {
    _ = try expected()
    let made = try make(
      """
      {"kind": "games", "source": {"path": "games.pgn", "every": 1},
       "splits": {"transfer": 30, "validation": 10, "test": 10}}
      """)
    let games = Split.allCases.map { Set(made[$0].rows) }
    for i in games.indices {
      for j in games.indices where i < j { #expect(games[i].isDisjoint(with: games[j])) }
    }
    #expect(made.notes.contains { $0.hasPrefix("transfer: 30 rows of ") })
  }

  @Test(arguments: [ChessPrompt.position, .game])
  func movesOfGamesAreAnswers(prompt: ChessPrompt) throws {
    let expected = try expected()
    let made = try make(
      """
      {"kind": "next-move", "source": {"path": "games.pgn", "from": 2, "every": 5},
       "prompt": "\(prompt.rawValue)", "splits": {"transfer": 4, "test": 2}}
      """)
    for split in [Split.transfer, .test] {
      for (place, row) in made[split].rows.enumerated() {
        let text = try ChessText(made[split].texts[place])
        let game = expected.games[row - 1]
        let ply = try #require(game.positions.firstIndex(of: text.end.fen))
        #expect(ply % 5 == 2)
        if prompt == .game { #expect(text.moves.count == ply) }
        let label = Int(made[split].labels[place])
        #expect(NextMoveClasses.moves(of: text.end)[label - 1].uci == game.answers[ply])
      }
    }
  }

  static let broken = """
    [Event "a"]

    1. e4 e5 2. Nf3 *

    [Event "b"]

    1. e4 e5 2. Ke4 *

    [Event "c"]

    1. d4 d5 2. c4 e6 *

    """

  @Test func theFirstBadGameIsAnError() throws {
    try folder.write("g.pgn", Self.broken)
    let json = """
      {"kind": "games", "source": {"path": "g.pgn", "every": 1}, "splits": {"transfer": 1, "test": 1}}
      """
    #expect(
      message(folder) { _ = try make(json) }
        .hasPrefix("g.pgn:7: game 2: `Ke4` is "))
    #expect(
      message(folder) { _ = try make(json) }
        .hasSuffix(", or leave such rows out with skip-bad-rows: true in the source"))
  }

  @Test func badGamesAreLeftOutWhereTheUserSaysSo() throws {
    try folder.write("g.pgn", try gzip(Array(Self.broken.utf8)))
    let made = try make(
      """
      {"kind": "games", "source": {"path": "g.pgn", "every": 1, "skip-bad-rows": true},
       "splits": {"transfer": 3, "test": 3}}
      """)
    #expect(Set(made.transfer.rows + made.test.rows) == [1, 3])
    #expect(
      made.notes.prefix(3) == [
        "source: 3 rows",
        "source: 1 bad rows left out: a move that is not legal, the first in line 7",
        "source: 7 examples",
      ])
  }

  @Test func aFileWithoutGamesIsAnError() throws {
    try folder.write("g.pgn", "\n")
    #expect(
      message(folder) {
        _ = try make(
          """
          {"kind": "games", "source": {"path": "g.pgn"}, "splits": {"transfer": 1, "test": 1}}
          """)
      }
        == "g.pgn: there is nothing in the file; name a file of chess positions or games")
  }
}
