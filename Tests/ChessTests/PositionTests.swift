import Chess
import Testing

/// Against python-chess, on positions of random games, rare ones by hand and few pieces anywhere.
@Suite struct PositionTests {
  @Test func legalMovesAreThoseOfPythonChess() throws {
    for known in try ChessFixtures.positions() {
      let position = try Position(fen: known.fen)
      let moves = position.legalMoves()
      #expect(moves.map(\.uci).joined(separator: " ") == known.moves, "\(known.fen)")
      #expect(moves == moves.sorted())
      #expect(moves.count == position.perft(1))
    }
  }

  @Test func onlyLegalMovesAreLegal() throws {
    for known in try ChessFixtures.positions().prefix(60) {
      let position = try Position(fen: known.fen)
      var legal: [Move] = []
      for from in 0..<64 {
        for to in 0..<64 {
          for promotion in [nil] + PieceKind.allCases {
            let move = Move(from: Square(from), to: Square(to), promotion: promotion)
            if position.isLegal(move) { legal.append(move) }
          }
        }
      }
      #expect(legal == position.legalMoves())
    }
  }

  @Test func positionsAfterMovesAreThoseOfPythonChess() throws {
    for known in try ChessFixtures.positions() {
      for line in known.after {
        let parts = line.split(separator: " ", maxSplits: 1)
        let position = try Position(fen: known.fen)
        let next = position.playing(try position.move(uci: parts[0]))
        #expect(next.fen == String(parts[1]))
        #expect(try Position(fen: parts[1]) == next)
      }
    }
  }

  @Test func fenRoundTripsAndMirrors() throws {
    for known in try ChessFixtures.positions() {
      let position = try Position(fen: known.fen)
      #expect(position.fen == known.fen)
      #expect(position.mirrored.mirrored == position)
      let mirrored = position.legalMoves().map(\.mirrored).sorted()
      #expect(position.mirrored.legalMoves() == mirrored)
      // python-chess leaves an en passant square out that nobody can use.
      if position.enPassant == nil { #expect(position.mirrored.fen == known.mirror) }
    }
  }

  @Test func endsOfGamesAreThoseOfPythonChess() throws {
    for known in try ChessFixtures.positions() {
      let position = try Position(fen: known.fen)
      #expect(position.isCheck == known.check, "\(known.fen)")
      #expect(position.isCheckmate == known.checkmate, "\(known.fen)")
      #expect(position.isStalemate == known.stalemate, "\(known.fen)")
      #expect(position.hasInsufficientMaterial == known.insufficient, "\(known.fen)")
    }
  }

  @Test func theInitialPosition() throws {
    let fen = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"
    #expect(Position.initial.fen == fen)
    #expect(try Position(fen: fen) == .initial)
    #expect(Position.initial[Square(4)] == Piece(.white, .king))
    #expect(Position.initial[Square(59)] == Piece(.black, .queen))
    #expect(Position.initial[Square(27)] == nil)
    #expect(Square("e4") == Square(28))
    #expect(["", "e", "e9", "i4", "e44", "E4"].allSatisfy { Square($0) == nil })
  }

  /// Orders of moves that lead to one position give equal values, also where a pawn could have been, but
  /// cannot be, captured en passant.
  @Test func transpositionsAreEqual() throws {
    func play(_ moves: String) throws -> Position {
      try moves.split(separator: " ").reduce(.initial) { $0.playing(try $0.move(san: $1)) }
    }
    let first = try play("e3 d6 d4 Nf6 Nf3 Nc6")
    let second = try play("d4 Nc6 Nf3 d6 e3 Nf6")
    #expect(first.enPassant == nil)
    #expect(first.fen.split(separator: " ")[..<4] == second.fen.split(separator: " ")[..<4])
    #expect(try play("e4 Nf6 e5 d5").enPassant == Square("d6"))
    #expect(try play("e4 e5").enPassant == nil)
  }
}
