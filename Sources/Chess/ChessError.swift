/// What is wrong with a text about chess: what, and what to do. Whoever reads a file adds the place.
package enum ChessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A FEN, or a position that cannot be.
  case fen(FENField, what: String, remedy: String)
  /// No move of the Universal Chess Interface.
  case uci(String)
  /// No move in standard algebraic notation.
  case san(String)
  /// A move that the rules do not allow in a position.
  case illegal(move: String, fen: String)
  /// A pawn move to the last rank that leaves open what the pawn becomes.
  case promotion(move: String)
  /// A move that several pieces could make.
  case ambiguous(move: String, candidates: [String], fen: String)

  package var what: String {
    switch self {
    case .fen(let field, let what, _): "FEN, \(field.rawValue): \(what)"
    case .uci(let text): "`\(text)` is no move in UCI notation"
    case .san(let text): "`\(text)` is no move in standard algebraic notation"
    case .illegal(let move, let fen): "`\(move)` is not legal in `\(fen)`"
    case .promotion(let move): "`\(move)` does not say what the pawn becomes"
    case .ambiguous(let move, let candidates, let fen):
      "`\(move)` may be any of \(candidates.joined(separator: ", ")) in `\(fen)`"
    }
  }

  package var remedy: String {
    switch self {
    case .fen(_, _, let remedy): remedy
    case .uci: "write the two squares and what a pawn becomes: e2e4, e7e8q, castling e1g1"
    case .san: "write it like e4, Nf3, exd5, Nbd7, e8=Q+ or O-O"
    case .illegal: "check the position and the moves before"
    case .promotion: "add =Q, =R, =B or =N"
    case .ambiguous: "name the file or rank of the piece that moves"
    }
  }

  package var description: String { "\(what); \(remedy)" }
}

/// The fields of a FEN.
package enum FENField: String, Hashable, Sendable {
  case whole = "the whole"
  case placement = "pieces"
  case side = "side to move"
  case castling
  case enPassant = "en passant"
  case halfmoveClock = "half-move clock"
  case fullmoveNumber = "move number"
}
