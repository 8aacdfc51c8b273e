/// Where the pieces of the side to move may go, found without trying moves: what gives check and what is
/// pinned is looked up once.
struct LegalTargets {
  let position: Position
  let own: Bitboard
  let other: Bitboard
  let occupied: Bitboard
  let king: Square
  /// What gives check.
  let checkers: Bitboard
  /// Own pieces that stand between their king and a sliding piece.
  let pinned: Bitboard
  /// Squares where a piece other than the king answers a check; all squares if there is none.
  let answers: Bitboard

  @inline(__always)
  init(_ position: Position) {
    self.position = position
    let side = position.side
    own = position.pieces(side)
    other = position.pieces(side.opponent)
    occupied = own | other
    king = position.king(side)
    checkers = position.attackers(of: king, from: other, occupied: occupied)
    var snipers =
      Attacks.rook(king, other) & (position.rooks | position.queens)
      | Attacks.bishop(king, other) & (position.bishops | position.queens)
    snipers &= other
    var pinned: Bitboard = 0
    while snipers != 0 {
      let between = Attacks.between(king, snipers.popFirst()) & own
      if !between.hasSeveral { pinned |= between }
    }
    self.pinned = pinned
    if checkers == 0 {
      answers = ~0
    } else if checkers.hasSeveral {
      answers = 0
    } else {
      answers = checkers | Attacks.between(king, Square(checkers.trailingZeroBitCount & 63))
    }
  }

  /// Where the piece on an own square may go.
  @inline(__always)
  func callAsFunction(from square: Square, _ kind: PieceKind) -> Bitboard {
    var targets: Bitboard
    switch kind {
    case .king: return kingTargets
    case .pawn: targets = pawnTargets(square)
    case .knight: targets = Attacks.knight(square)
    case .bishop: targets = Attacks.bishop(square, occupied)
    case .rook: targets = Attacks.rook(square, occupied)
    case .queen: targets = Attacks.rook(square, occupied) | Attacks.bishop(square, occupied)
    }
    targets &= ~own & answers
    if pinned.contains(square) { targets &= Attacks.line(king, square) }
    if kind == .pawn, let passed = position.enPassant,
      Attacks.pawn(square, position.side).contains(passed),
      position.isEnPassantSafe(from: square, to: passed)
    {
      targets |= Bitboard(passed)
    }
    return targets
  }

  @inline(__always)
  private func pawnTargets(_ square: Square) -> Bitboard {
    let pawn = Bitboard(square)
    let free = ~occupied
    let captures = Attacks.pawn(square, position.side) & other
    if position.side == .white {
      let step = pawn &<< 8 & free
      return captures | step | (step & Bitboard.rank(2)) &<< 8 & free
    }
    let step = pawn &>> 8 & free
    return captures | step | (step & Bitboard.rank(5)) &>> 8 & free
  }

  private var kingTargets: Bitboard {
    var candidates = Attacks.king(king) & ~own
    var targets: Bitboard = 0
    let withoutKing = occupied ^ Bitboard(king)
    while candidates != 0 {
      let square = candidates.popFirst()
      if position.attackers(of: square, from: other, occupied: withoutKing) == 0 {
        targets |= Bitboard(square)
      }
    }
    return targets | castlingTargets(targets)
  }

  /// The square beside the king is among `targets` if it is free of attacks, as both castlings want.
  private func castlingTargets(_ targets: Bitboard) -> Bitboard {
    guard checkers == 0, !position.castling.isEmpty else { return 0 }
    let home: UInt64 = position.side == .white ? 0 : 56
    var castlings: Bitboard = 0
    if position.castling.contains(.kingside(position.side)),
      occupied & (0x60 &<< home) == 0, targets & (0x20 &<< home) != 0
    {
      castlings |= 0x40 &<< home
    }
    if position.castling.contains(.queenside(position.side)),
      occupied & (0x0e &<< home) == 0, targets & (0x08 &<< home) != 0
    {
      castlings |= 0x04 &<< home
    }
    var safe: Bitboard = 0
    while castlings != 0 {
      let square = castlings.popFirst()
      if position.attackers(of: square, from: other, occupied: occupied) == 0 {
        safe |= Bitboard(square)
      }
    }
    return safe
  }
}

extension Position {
  /// Pieces out of `pieces` that attack a square, if the squares of `occupied` stop sliding pieces.
  @inline(__always)
  func attackers(of square: Square, from pieces: Bitboard, occupied: Bitboard) -> Bitboard {
    let pawnAttackers =
      Attacks.pawn(square, .white) & black | Attacks.pawn(square, .black) & white
    var attackers = pawnAttackers & pawns
    attackers |= Attacks.knight(square) & knights
    attackers |= Attacks.king(square) & kings
    attackers |= Attacks.rook(square, occupied) & (rooks | queens)
    attackers |= Attacks.bishop(square, occupied) & (bishops | queens)
    return attackers & pieces
  }

  /// Whether the own king is out of check after a capture en passant, which takes two pawns off a line
  /// at once.
  func isEnPassantSafe(from: Square, to: Square) -> Bool {
    let captured = Bitboard(Square(file: to.file, rank: from.rank))
    let after = occupied ^ Bitboard(from) ^ captured | Bitboard(to)
    let others = pieces(side.opponent) & ~captured
    return attackers(of: king(side), from: others, occupied: after) == 0
  }
}
