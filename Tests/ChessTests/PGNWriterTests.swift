import Chess
import Testing

@Suite struct PGNWriterTests {
  private func games(_ text: String) throws -> [Game] {
    let reader = PGNReader(.strict, text: text)
    var games: [Game] = []
    while let game = try reader.next() { games.append(game) }
    return games
  }

  @Test func whatIsWrittenIsWhatPythonChessWrites() throws {
    let text = try ChessFixtures.text("games.pgn")
    #expect(try games(text).map(PGNWriter.text).joined(separator: "\n") == text)
  }

  @Test func escapesAndPositionsRoundTrip() throws {
    let start = try Position(fen: "4k3/8/8/8/8/8/4p3/K7 b - - 0 31")
    let game = Game(
      tags: [("Odd", #"a "b" \c\"#), ("Result", "wrong"), ("White", "new\nline"), ("FEN", "old")],
      start: start, moves: [try start.move(san: "e1=Q+")], result: "0-1")
    let text = PGNWriter.text(game)
    #expect(text.contains("\n[Odd \"a \\\"b\\\" \\\\c\\\\\"]\n"))
    #expect(text.hasSuffix("\n\n31... e1=Q+ 0-1\n"))
    let back = try #require(try games(text).first)
    #expect(back.start == game.start && back.moves == game.moves && back.result == "0-1")
    #expect(back.tag("Odd") == game.tag("Odd"))
    #expect(back.tag("White") == "new line")
    #expect(
      back.tags.prefix(7).map(\.0) == [
        "Event", "Site", "Date", "Round", "White", "Black", "Result",
      ])
    #expect(back.tag("SetUp") == "1" && back.tag("Date") == "????.??.??")
  }

  @Test func linesHaveFewerThan80Characters() throws {
    let text = try games(ChessFixtures.text("annotated.pgn")).map(PGNWriter.text).joined()
    let widths = text.split(separator: "\n").filter { !$0.hasPrefix("[") }.map(\.count)
    #expect((widths.max() ?? 0) < 80 && (widths.max() ?? 0) > 75)
  }
}
