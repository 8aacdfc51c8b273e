extension Position {
  /// All legal moves, sorted by the square they leave, the square they reach and what a pawn becomes.
  package func legalMoves() -> [Move] {
    var moves: [Move] = []
    moves.reserveCapacity(48)
    forEachLegalMove { moves.append($0) }
    return moves
  }

  package func isLegal(_ move: Move) -> Bool {
    guard pieces(side).contains(move.from) else { return false }
    let kind = kind(at: move.from)
    let promotes = kind == .pawn && Bitboard.lastRanks.contains(move.to)
    guard promotes == (move.promotion != nil), move.promotion != .pawn, move.promotion != .king
    else { return false }
    return LegalTargets(self)(from: move.from, kind).contains(move.to)
  }

  /// - Throws: `ChessError` for a text that is no move and for a move that is not legal here.
  package func move(uci: some StringProtocol) throws(ChessError) -> Move {
    guard let move = Move(uci: uci) else { throw .uci(String(uci)) }
    guard isLegal(move) else { throw .illegal(move: String(uci), fen: fen) }
    return move
  }

  @inline(__always)
  func forEachLegalMove(_ body: (Move) -> Void) {
    let targets = LegalTargets(self)
    var from = targets.own
    while from != 0 {
      let square = from.popFirst()
      let kind = kind(at: square)
      var to = targets(from: square, kind)
      while to != 0 {
        let target = to.popFirst()
        if kind == .pawn, Bitboard.lastRanks.contains(target) {
          body(Move(from: square, to: target, promotion: .knight))
          body(Move(from: square, to: target, promotion: .bishop))
          body(Move(from: square, to: target, promotion: .rook))
          body(Move(from: square, to: target, promotion: .queen))
        } else {
          body(Move(from: square, to: target))
        }
      }
    }
  }

  var legalMoveCount: Int {
    let targets = LegalTargets(self)
    var from = targets.own
    var count = 0
    while from != 0 {
      let square = from.popFirst()
      let kind = kind(at: square)
      let to = targets(from: square, kind)
      count &+= to.nonzeroBitCount
      if kind == .pawn { count &+= 3 &* (to & Bitboard.lastRanks).nonzeroBitCount }
    }
    return count
  }

  private var hasLegalMove: Bool {
    let targets = LegalTargets(self)
    var from = targets.own
    while from != 0 {
      let square = from.popFirst()
      if targets(from: square, kind(at: square)) != 0 { return true }
    }
    return false
  }

  /// How many sequences of `depth` legal moves there are: the usual test of a move generator.
  package func perft(_ depth: Int) -> Int {
    guard depth > 1 else { return depth == 1 ? legalMoveCount : 1 }
    var count = 0
    forEachLegalMove { move in
      var next = self
      next.make(move)
      count &+= next.perft(depth - 1)
    }
    return count
  }
}

extension Position {
  /// Whether the side to move is in check.
  package var isCheck: Bool {
    attackers(of: king(side), from: pieces(side.opponent), occupied: occupied) != 0
  }

  package var isCheckmate: Bool { isCheck && !hasLegalMove }

  package var isStalemate: Bool { !isCheck && !hasLegalMove }

  /// Whether no sequence of moves can end in mate, as far as the pieces alone tell: bare kings, one
  /// knight or bishop beside them, or any number of bishops on squares of one colour.
  package var hasInsufficientMaterial: Bool {
    guard pawns | rooks | queens == 0 else { return false }
    if !(knights | bishops).hasSeveral { return true }
    let light = bishops & Bitboard.lightSquares
    return knights == 0 && (light == 0 || light == bishops)
  }
}
