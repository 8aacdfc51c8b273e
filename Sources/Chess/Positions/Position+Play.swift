extension Position {
  /// The position after a move.
  /// - Precondition: the move is legal.
  package func playing(_ move: Move) -> Position {
    var next = self
    next.play(move)
    return next
  }

  /// - Precondition: the move is legal.
  package mutating func play(_ move: Move) {
    precondition(isLegal(move), "\(move) is not legal in \(fen)")
    make(move)
  }

  /// `play` of a move that is known to be legal.
  mutating func make(_ move: Move) {
    let kind = kind(at: move.from)
    let from = Bitboard(move.from)
    let to = Bitboard(move.to)
    halfmoveClock &+= 1
    if occupied & to != 0 {
      toggle(side.opponent, self.kind(at: move.to), to)
      halfmoveClock = 0
    }
    toggle(side, kind, from | to)
    let passed = enPassant
    enPassant = nil
    switch kind {
    case .pawn:
      halfmoveClock = 0
      if let promotion = move.promotion {
        toggle(side, .pawn, to)
        toggle(side, promotion, to)
      } else if move.to == passed {
        let captured = Square(file: move.to.file, rank: move.from.rank)
        toggle(side.opponent, .pawn, Bitboard(captured))
      }
    case .king:
      switch move.to.index &- move.from.index {
      case 2: toggle(side, .rook, to &<< 1 | to &>> 1)
      case -2: toggle(side, .rook, to &>> 2 | to &<< 1)
      default: break
      }
    default: break
    }
    if !castling.isEmpty {
      castling.subtract(CastlingRights.lost(at: move.from))
      castling.subtract(CastlingRights.lost(at: move.to))
    }
    if side == .black { fullmoveNumber &+= 1 }
    side = side.opponent
    if kind == .pawn, abs(move.to.index &- move.from.index) == 16 {
      let square = Square((move.from.index + move.to.index) / 2)
      if isCapturableEnPassant(square) { enPassant = square }
    }
  }

  /// Whether a pawn of the side to move can legally capture on the square that was passed over.
  private func isCapturableEnPassant(_ square: Square) -> Bool {
    var candidates = Attacks.pawn(square, side.opponent) & pawns & pieces(side)
    while candidates != 0 {
      if isEnPassantSafe(from: candidates.popFirst(), to: square) { return true }
    }
    return false
  }
}
