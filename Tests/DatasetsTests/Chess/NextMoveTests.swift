import Chess
import Configuration
import Foundation
import Testing

@testable import Datasets

@Suite struct NextMoveTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func make(_ json: String) throws -> MaterializedTask {
    try task(json).resolved(in: folder.root).materialize()
  }

  /// Three puzzles of the form of Lichess, the first seen from white, and what is asked there.
  static let puzzles = """
    FEN,Moves,Rating
    6k1/R5pp/p4p2/1p6/1P6/2P2N2/1r3PPP/6K1 w - - 0 30,a7a6 b2b1 f3e1 b1e1,574
    8/8/8/8/8/5k2/8/4K3 b - - 1 60,f3e3 e1d1,900
    4k3/8/8/8/8/8/4P3/4K3 w - - 0 1,e2e4 e8d7,1500

    """

  private static func json(_ source: String, _ rest: String = "") -> String {
    """
    {"kind": "next-move", "source": {"path": "p.csv"\(source)}, \(rest)
     "splits": {"supervisor": 1, "transfer": 1, "test": 1}}
    """
  }

  private func rows(_ made: MaterializedTask) -> [Int: (text: String, label: Int32)] {
    var rows: [Int: (String, Int32)] = [:]
    for split in Split.allCases {
      for (place, row) in made[split].rows.enumerated() {
        rows[row] = (made[split].texts[place], made[split].labels[place])
      }
    }
    return rows
  }

  @Test func aPuzzleIsThePositionAfterTheOpponentsMove() throws {
    try folder.write("p.csv", Self.puzzles)
    let made = try make(Self.json(""))
    let rows = rows(made)
    #expect(rows[1]?.text == "6k1/6pp/R4p2/1p6/1P6/2P2N2/1r3PPP/6K1 b - - 0 30")
    // Of 16 legal moves five are of pawns, then eight of the rook: b2b1 is the last of these as black
    // sees the board, where it is b7b8. The king's come after them.
    #expect(rows[1]?.label == 13)
    #expect(rows[2]?.text == "8/8/8/8/8/4k3/8/4K3 w - - 2 61")
    #expect(rows[3]?.text == "4k3/8/8/8/4P3/8/8/4K3 b - - 0 1")
    // d8, f8, d7, e7, f7 for black are d1, f1, d2, e2, f2 of the mirrored king.
    #expect(rows[3]?.label == 3)
    #expect(made.kind == .nextMove)
    #expect(made.classes[0] == "no legal move")
    for (_, row) in rows {
      let position = try ChessText(row.text).end
      #expect(row.label > 0 && row.label <= position.legalMoves().count)
    }
    #expect(
      made.classes.count == 1
        + rows.values.map { row in
          (try? ChessText(row.text).end.legalMoves().count) ?? 0
        }.reduce(0, max))
    #expect(Set(Split.allCases.flatMap { made[$0].ratings ?? [] }) == [574, 900, 1500])
  }

  @Test func theGameMayBeShown() throws {
    try folder.write("p.csv", Self.puzzles)
    let rows = rows(try make(Self.json("", "\"prompt\": \"game\",")))
    #expect(rows[3]?.text == "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1 moves e2e4")
    // The class is the same move whatever is shown.
    #expect(rows[3]?.label == 3)
  }

  @Test func columnsAreFoundHoweverTheyAreSpelled() throws {
    try folder.write(
      "p.csv", "id,moves,fen\n1,f3e3 e1d1,8/8/8/8/8/5k2/8/4K3 b - - 1 60\n2,f3e3 e1d1,8/8\n")
    #expect(
      message(folder) { _ = try make(Self.json("")) }
        .hasPrefix("p.csv:3: column 'fen': FEN, the whole:"))
    try folder.write(
      "p.jsonl",
      """
      {"a": {"start": "8/8/8/8/8/4k3/8/4K3 w - - 2 61"}, "best": ["e1d1"]}
      {"a": {"start": "4k3/8/8/8/4P3/8/8/4K3 b - - 0 1"}, "best": ["e8d7"]}
      {"a": {"start": "8/P6k/8/8/8/8/8/K7 w - - 0 1"}, "best": ["a7a8q", "h7g7"]}

      """)
    let made = try make(
      """
      {"kind": "next-move", "source": {"path": "p.jsonl", "position": "a.start", "moves": "best",
       "opponent-first": false}, "splits": {"transfer": 2, "test": 1}}
      """)
    let rows = rows(made)
    #expect(rows[3]?.text == "8/P6k/8/8/8/8/8/K7 w - - 0 1")
    #expect(rows[3]?.label == 4)
    #expect(rows[2]?.label == 3)
    #expect(made.test.ratings == nil)
  }

  @Test(arguments: [
    (
      "x,e2e4 e7e5",
      "column 'FEN': FEN, the whole: `x` has 1 fields; write pieces, side, castling, "
        + "en passant and perhaps the two counters"
    ),
    (
      "8/8/8/8/8/5k2/8/4K3 b - - 1 60,",
      "column 'Moves' is empty; give it moves such as e2e4"
    ),
    (
      "8/8/8/8/8/5k2/8/4K3 b - - 1 60,f3e3",
      "column 'Moves' has the opponent's move alone, and no answer; add the answer, or write "
        + "opponent-first: false"
    ),
    (
      "8/8/8/8/8/5k2/8/4K3 b - - 1 60,e1d1 f3e3",
      "column 'Moves', move 1: `e1d1` is not legal in `8/8/8/8/8/5k2/8/4K3 b - - 1 60`; check the "
        + "position and the moves before; opponent-first says whether it is the opponent's or the answer"
    ),
    (
      "8/8/8/8/8/5k2/8/4K3 b - - 1 60,f3e3 e1d1 e3e9",
      "column 'Moves', move 3: `e3e9` is no move in UCI notation; write the two squares and what a pawn "
        + "becomes: e2e4, e7e8q, castling e1g1"
    ),
  ])
  func theFirstBadRowIsAnError(row: String, expected: String) throws {
    try folder.write(
      "p.csv",
      Self.puzzles.replacing(",Rating", with: "").replacing(/,\d+\n/, with: "\n") + row + "\n")
    #expect(
      message(folder) { _ = try make(Self.json("")) }
        == "p.csv:5: \(expected), or leave such rows out with skip-bad-rows: true in the source")
  }

  @Test func badRowsAreLeftOutWhereTheUserSaysSo() throws {
    let text =
      Self.puzzles + """
        x,e2e4,1
        8/8/8/8/8/5k2/8/4K3 b - - 1 60,f3f5 e1d1,1
        8/8/8/8/8/5k2/8/4K3 b - - 1 60,f3f6 e1d1,1
        8/8/8/8/8/5k2/8/4K3 b - - 1 60,f3e3 e1d1,often
        8/8/8/8/8/5k2/8/4K3 b - - 1 60,f3e3

        """
    try folder.write("p.csv", text)
    let made = try make(Self.json(", \"skip-bad-rows\": true"))
    #expect(rows(made).keys.sorted() == [1, 2, 3])
    #expect(
      made.notes.prefix(6) == [
        "source: 8 rows",
        "source: 1 bad rows left out: a position that cannot be, the first in line 5",
        "source: 2 bad rows left out: a move that is not legal, the first in line 6",
        "source: 1 bad rows left out: no rating, the first in line 8",
        "source: 1 bad rows left out: not of the file's form, the first in line 9",
        "source: 3 examples",
      ])
  }

  @Test func aFileOfBadRowsIsAnError() throws {
    try folder.write("p.csv", "FEN,Moves\nx,e2e4\n")
    #expect(
      message(folder) { _ = try make(Self.json(", \"skip-bad-rows\": true")) }
        == "p.csv: none of 1 rows can be used (source: 1 bad rows left out: a position that cannot be, the "
        + "first in line 2); name a file of chess positions or games")
  }

  @Test func aPositionIsAskedOnceAlsoFromTheOtherSide() throws {
    var position = try Position(fen: "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1")
    position.play(try position.move(uci: "e2e4"))
    let mirrored = position.mirrored
    try folder.write(
      "p.csv",
      """
      FEN,Moves
      \(position.fen),e8d7
      \(mirrored.fen),e1d2
      \(mirrored.fen),e1f2
      8/8/8/8/8/4k3/8/4K3 w - - 2 61,e1d1
      8/P6k/8/8/8/8/8/K7 w - - 0 1,a7a8q

      """)
    let made = try make(Self.json(", \"opponent-first\": false"))
    #expect(rows(made).keys.sorted() == [1, 4, 5])
    #expect(
      made.notes.contains(
        "source: 2 rows left out whose position an earlier row has, 1 of them with another answer"))
    #expect(Set(Split.allCases.flatMap { made[$0].groups }).count == 3)
  }

  @Test func positionsOfTheTestFileAreNotTrainedOn() throws {
    try folder.write("p.csv", Self.puzzles)
    try folder.write(
      "t.csv", "FEN,Moves\n4k3/4p3/8/8/8/8/8/4K3 b - - 0 1,e7e5 e1f2\n")
    let made = try make(
      """
      {"kind": "next-move", "source": {"path": "p.csv"}, "test-source": {"path": "t.csv"},
       "splits": {"transfer": 2, "test": 1}}
      """)
    #expect(Set(made.transfer.rows) == [1, 2])
    #expect(made.test.texts == ["4k3/8/8/4p3/8/8/8/4K3 w - - 0 2"])
  }

  @Test(arguments: [
    (
      "{\"supervisor\": [null, 600], \"transfer\": [600, 1000], \"test\": [1000, null]}", [1, 2, 3]
    ),
    ("{\"test\": [null, 600], \"supervisor\": [1000, null]}", [3, 2, 1]),
    (
      "{\"unit\": \"percent\", \"supervisor\": [60, 100], \"transfer\": [null, 30], \"test\": [30, 60]}",
      [3, 1, 2]
    ),
  ])
  func splitsHaveTheRatingsTheyAskFor(ranges: String, rows: [Int]) throws {
    try folder.write("p.csv", Self.puzzles)
    let made = try make(Self.json("", "\"ratings\": \(ranges),"))
    #expect([made.supervisor, made.transfer, made.test].map { $0.rows } == rows.map { [$0] })
  }

  @Test func anEmptyRangeSaysHowManyThereAre() throws {
    try folder.write("p.csv", Self.puzzles)
    #expect(
      message(folder) {
        _ = try make(Self.json("", "\"ratings\": {\"supervisor\": [2000, null]},"))
      }
        == "p.csv: there are 3 rows for test 1, supervisor 1, transfer 1; supervisor gets only 0 with whole "
        + "groups; there are 0 rows of rating [2000.0, null]; ask for fewer rows or widen its range"
    )
    try folder.write("p.csv", "FEN,Moves\n8/8/8/8/8/5k2/8/4K3 b - - 1 60,f3e3 e1d1\n")
    #expect(
      message(folder) {
        _ = try make(Self.json("", "\"ratings\": {\"test\": [2000, null]},"))
      }
        == "p.csv:1: there is no column 'Rating'; its columns are: FEN, Moves; name it with rating: COLUMN "
        + "in the source")
  }

  static let splits = "\"splits\": {\"transfer\": 2, \"test\": 2}"

  @Test(arguments: [
    (
      "{\"kind\": \"next-move\", \"source\": {\"path\": \"x.csv\", \"label\": \"a\"}, \(splits)}",
      "a task of next moves has no label; remove label"
    ),
    (
      "{\"kind\": \"next-move\", \"source\": {\"path\": \"x.csv\"}, \"balance\": true, \(splits)}",
      "a task of next moves has no balance; remove balance"
    ),
    (
      "{\"kind\": \"next-move\", \"source\": {\"path\": \"x.csv\", \"every\": 2}, \(splits)}",
      "a table of positions has no every; remove every"
    ),
    (
      "{\"kind\": \"next-move\", \"source\": {\"path\": \"x.pgn\", \"rating\": \"r\"}, \(splits)}",
      "a PGN file has no rating; remove rating"
    ),
    (
      "{\"kind\": \"games\", \"source\": {\"path\": \"x.csv\"}, \(splits)}",
      "games are read from a PGN file; name one that ends in .pgn or .pgn.gz, or add format: pgn"
    ),
    (
      "{\"kind\": \"games\", \"source\": {\"path\": \"x.pgn\"}, \"prompt\": \"game\", \(splits)}",
      "a task of games has no prompt; remove prompt"
    ),
    (
      "{\"source\": {\"path\": \"x.csv\", \"text\": \"a\", \"label\": \"b\", \"moves\": \"c\"}, \(splits)}",
      "a task of kind classification has no moves; remove moves"
    ),
    (
      "{\"kind\": \"next-move\", \"source\": {\"path\": \"lichess_db_puzzle.csv.zst\"}, \(splits)}",
      "files packed as .zst are not read; unpack it, or pack it with gzip"
    ),
    (
      "{\"source\": {\"path\": \"x.pgn\", \"text\": \"a\", \"label\": \"b\"}, \(splits)}",
      "a PGN file has no columns; write kind: games or kind: next-move"
    ),
    (
      "{\"kind\": \"next-move\", \"source\": {\"path\": \"x.csv\"}, \"ratings\": {\"test\": [5, 1]}, \(splits)}",
      "the range [5, 1] is empty; write the lower end first"
    ),
    (
      "{\"kind\": \"next-move\", \"source\": {\"path\": \"x.csv\"}, \"ratings\": {\"test\": [5]}, \(splits)}",
      "expected two ends, found a list; write [from, to], null for an open end: [null, 1500]"
    ),
    (
      "{\"kind\": \"next-move\", \"source\": {\"path\": \"x.csv\"}, \"ratings\": {}, \(splits)}",
      "no split has a range; give one, such as test: [1500, null]"
    ),
  ])
  func refusesWhatMeansNothing(json: String, expected: String) throws {
    let error = #expect(throws: ConfigurationError.self) { _ = try task(json) }
    let found = (error?.problems ?? []).map { "\($0.what); \($0.remedy)" }
    #expect(found.contains(expected), "\(found)")
  }

  @Test func keysRoundTrip() throws {
    let value = try task(
      """
      {"kind": "next-move", "source": {"path": "x.csv", "position": "f", "moves": "m", "rating": "r",
       "opponent-first": false, "skip-bad-rows": true}, "prompt": "game",
       "ratings": {"supervisor": [null, 1500], "test": [1500, null]}, \(Self.splits)}
      """)
    let data = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(TaskConfiguration.self, from: data) == value)
    var diagnostics = Diagnostics()
    #expect(TaskConfiguration.decode(value.node, &diagnostics) == value)
  }
}
