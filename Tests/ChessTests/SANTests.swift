import Chess
import Testing

@Suite struct SANTests {
  @Test func movesAreWrittenAsPythonChessWritesThem() throws {
    for known in try ChessFixtures.positions() {
      let position = try Position(fen: known.fen)
      let written = position.legalMoves().map { position.san($0) }
      #expect(written.joined(separator: " ") == known.san, "\(known.fen)")
    }
  }

  @Test func whatIsWrittenIsReadInAllItsForms() throws {
    for known in try ChessFixtures.positions() {
      let position = try Position(fen: known.fen)
      for move in position.legalMoves() {
        let san = position.san(move)
        let bare = san.filter { !"+#".contains($0) }
        for text in [san, bare, bare + "+", bare + "#", bare + "!?"] {
          #expect(try position.move(san: text) == move)
        }
        #expect(try position.move(san: bare.replacing("O", with: "0")) == move)
        #expect(try position.move(san: bare.replacing("=", with: "")) == move)
        #expect(try position.move(san: bare.replacing("x", with: "")) == move)
        #expect(try position.move(uci: move.uci) == move)
        guard !san.hasPrefix("O"), let kind = position[move.from]?.kind else { continue }
        let letter = kind == .pawn ? "" : String(kind.letter)
        let promotion = move.promotion.map { "=\($0.letter)" } ?? ""
        for between in ["", "x", "-"] {
          let full = letter + move.from.name + between + move.to.name + promotion
          #expect(try position.move(san: full) == move)
        }
      }
    }
  }

  @Test(arguments: [
    ("", "no move in standard"), ("hello", "no move in standard"), ("e9", "no move in standard"),
    ("Ke", "no move in standard"), ("--", "no move in standard"), ("O-O-O-O", "no move in"),
    ("e4=X", "no move in standard"), ("é4", "no move in standard"), ("Nb1c3d5", "no move in"),
    ("e5", "`e5` is not legal in"), ("Nd4", "`Nd4` is not legal in"), ("O-O", "not legal in"),
    ("e4=Q", "not legal in"), ("Ra3", "not legal in"), ("exd5", "not legal in"),
  ])
  func whatIsNoMoveSaysWhy(text: String, part: String) {
    let error = #expect(throws: ChessError.self) { try Position.initial.move(san: text) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }

  @Test func ambiguityNamesTheCandidates() throws {
    let position = try Position(fen: "1k6/8/8/8/4Q2Q/8/8/K6Q w - - 0 1")
    let error = #expect(throws: ChessError.self) { try position.move(san: "Qe1") }
    #expect(error?.what.contains("`Qe1` may be any of h1e1, e4e1, h4e1 in") == true)
    #expect(try position.move(san: "Qee1") == Move(uci: "e4e1"))
    #expect(throws: ChessError.self) { try position.move(san: "Qhe1") }
    #expect(try position.move(san: "Qh4e1") == Move(uci: "h4e1"))
  }

  @Test func promotionsNeedTheirPiece() throws {
    let position = try Position(fen: "8/P7/8/8/8/8/8/k1K5 w - - 0 1")
    let error = #expect(throws: ChessError.self) { try position.move(san: "a8") }
    #expect(error == .promotion(move: "a8"))
    for text in ["a8=N", "a8N", "a8/N", "a8(N)", "a8=n", "a7a8=N"] {
      #expect(try position.move(san: text) == Move(uci: "a7a8n"))
    }
    #expect(throws: ChessError.self) { try position.move(san: "a8=K") }
  }

  @Test func uciIsReadStrictly() throws {
    for text in ["", "e2", "e2e", "e2e4e", "e7e8k", "e7e8Q", "0000", "e2e2"] {
      #expect(Move(uci: text) == nil)
      #expect(throws: ChessError.self) { try Position.initial.move(uci: text) }
    }
    #expect(throws: ChessError.self) { try Position.initial.move(uci: "e2e5") }
    #expect(throws: ChessError.self) { try Position.initial.move(uci: "e7e5") }
    #expect(Move(uci: "e7e8q")?.uci == "e7e8q")
  }
}
