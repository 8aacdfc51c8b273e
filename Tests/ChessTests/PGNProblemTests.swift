import Chess
import Testing

@Suite struct PGNProblemTests {
  struct Bad: Sendable, CustomTestStringConvertible {
    var text: String
    var kind: PGNProblem.Kind
    var line: Int
    var column: Int
    var part: String
    var testDescription: String { text }

    init(_ text: String, _ kind: PGNProblem.Kind, _ line: Int, _ column: Int, _ part: String) {
      self.text = text
      self.kind = kind
      self.line = line
      self.column = column
      self.part = part
    }
  }

  static let cases = [
    Bad("1. e4 e5\n2. Ke3 *", .move, 2, 4, "`Ke3` is not legal in `rnbq"),
    Bad("1. Nf3 a6 2. Nc3 a5 3. Nb5 a4 4. Nd4 *", .move, 1, 34, "may be any of f3d4, b5d4"),
    Bad("1. e4 foo *", .move, 1, 7, "`foo` is no move in standard algebraic notation"),
    Bad("1. e4 -- *", .move, 1, 7, "`--` is no move"),
    Bad("1. e4 { never\nclosed", .comment, 1, 7, "a comment is open when the file ends; close it"),
    Bad("1. e4 (1. d4 (1. c4 ) \n", .variation, 1, 7, "a variation is open when the file ends"),
    Bad("1. e4 ) e5 *", .variation, 1, 7, "a ) without its ("),
    Bad("1. e4 e5\n2. Nf3", .result, 2, 1, "the game has no result when the file ends"),
    Bad("[White \"x\"]\n", .result, 1, 1, "the game has no result when the file ends"),
    Bad("[White \"x", .tag, 1, 1, "the value of tag White is not closed"),
    Bad("[White \"x\" y]\n*", .tag, 1, 1, "no ] behind the value of tag White"),
    Bad("[White x]\n*", .tag, 1, 1, "tag White without a quoted value"),
    Bad("[\"x\"]\n*", .tag, 1, 1, "a tag without a name"),
    Bad("1. e4 [x] *", .symbol, 1, 7, "a [ between moves"),
    Bad("1. e4 $x *", .symbol, 1, 7, "`$x` is no mark"),
    Bad("1. e4 1-1", .result, 1, 7, "`1-1` is no result; write 1-0, 0-1, 1/2-1/2 or *"),
    Bad("1. e4 1/2", .result, 1, 7, "`1/2` is no result"),
    Bad("[Result \"0-1\"]\n1. e4 1-0", .result, 2, 7, "but the tag Result says 0-1"),
    Bad("[White \"x\"]\n[FEN \"4k3/8 w - -\"]\n*", .position, 2, 1, "there are 2 ranks"),
    Bad("[SetUp \"1\"]\n*", .position, 1, 1, "SetUp is 1 and there is no FEN"),
    Bad("[Variant \"Atomic\"]\n*", .variant, 1, 1, "the variant `Atomic`"),
  ]

  private static let good = "[Event \"good\"]\n\n1. d4 {fine} 1-0\n"

  @Test(arguments: cases)
  func strictReadingStopsWithThePlace(bad: Bad) throws {
    let reader = PGNReader(.strict, text: bad.text)
    let problem = #expect(throws: PGNProblem.self) { while try reader.next() != nil {} }
    let text = problem?.description ?? ""
    #expect(problem?.kind == bad.kind)
    #expect(problem?.game == 1)
    #expect(text.hasPrefix("\(bad.line):\(bad.column): game 1: "), "\(text)")
    #expect(text.contains(bad.part), "\(text)")
    #expect(text.contains("; ") && !text.contains("\n"))
  }

  @Test(arguments: cases)
  func lenientReadingLeavesTheGameOut(bad: Bad) throws {
    let text = Self.good + "\n" + bad.text + "\n\n" + Self.good + Self.good
    let reader = PGNReader(.lenient, text: text)
    var read = 0
    while let game = try reader.next() {
      #expect(game.tag("Event") == "good")
      #expect(game.moves.map(\.uci) == ["d2d4"])
      read += 1
    }
    #expect(read == 3)
    #expect(reader.problems.map(\.kind) == [bad.kind])
    #expect(reader.problems.first?.game == 2)
    #expect(reader.gameCount == 4)
  }

  /// Wherever a file is cut off, all games before that are read and the last is a problem or whole.
  @Test func truncatedFiles() throws {
    let whole = try ChessFixtures.text("annotated.pgn").prefix(6000)
    let count = { (text: String) throws in
      let reader = PGNReader(.lenient, text: text)
      var games = 0
      while try reader.next() != nil { games += 1 }
      return (games, reader.problems, reader.gameCount)
    }
    var seen: Set<PGNProblem.Kind> = []
    for length in stride(from: 0, to: whole.count, by: 7) {
      let (games, problems, all) = try count(String(whole.prefix(length)))
      #expect(games + problems.count == all)
      #expect(problems.count <= 1)
      seen.formUnion(problems.map(\.kind))
    }
    #expect(seen.isSuperset(of: [.tag, .comment, .variation, .result]))
  }

  @Test func readingGoesOnBehindAnError() throws {
    let reader = PGNReader(.strict, text: "1. e5 *\n" + Self.good)
    #expect(throws: PGNProblem.self) { try reader.next() }
    #expect(try reader.next()?.tag("Event") == "good")
    #expect(try reader.next() == nil)
  }

  @Test func errorsOfTheSourceComeThrough() throws {
    struct Broken: Error, Equatable { var text: String }
    let reader = PGNReader<Broken>(
      .lenient, nextLine: { () throws(Broken) in throw Broken(text: "disk") },
      failure: { Broken(text: $0.what) })
    #expect(throws: Broken(text: "disk")) { try reader.next() }
  }
}
