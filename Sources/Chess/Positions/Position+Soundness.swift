extension Position {
  /// Whether what a FEN says holds together.
  func check() throws(ChessError) {
    for side in Side.allCases { try checkPieces(of: side) }
    guard pawns & Bitboard.lastRanks == 0 else {
      throw .fen(
        .placement, what: "a pawn on the first or eighth rank", remedy: "a pawn there has promoted")
    }
    let others = pieces(side)
    guard attackers(of: king(side.opponent), from: others, occupied: occupied) == 0 else {
      throw .fen(
        .side, what: "the side not to move (\(side.opponent.name)) is in check",
        remedy: "check whose move it is")
    }
    try checkCastling()
    try checkEnPassant()
  }

  private func checkPieces(of side: Side) throws(ChessError) {
    let own = pieces(side)
    let kingCount = (own & kings).nonzeroBitCount
    guard kingCount == 1 else {
      let what = kingCount == 0 ? "no" : kingCount == 2 ? "two" : "\(kingCount)"
      throw .fen(
        .placement, what: "\(what) \(side.name) king\(kingCount > 1 ? "s" : "")",
        remedy: "each side has one king")
    }
    let pawnCount = (own & pawns).nonzeroBitCount
    guard pawnCount <= 8 else {
      throw .fen(
        .placement, what: "\(pawnCount) \(side.name) pawns", remedy: "a side has 8 at most")
    }
    guard own.nonzeroBitCount <= 16 else {
      throw .fen(
        .placement, what: "\(own.nonzeroBitCount) \(side.name) pieces",
        remedy: "a side has 16 at most")
    }
  }

  private func checkCastling() throws(ChessError) {
    for side in Side.allCases {
      let home = side == .white ? 0 : 7
      let wings = [(CastlingRights.kingside(side), 7), (CastlingRights.queenside(side), 0)]
      for (right, file) in wings where castling.contains(right) {
        let rook = Square(file: file, rank: home)
        let king = Square(file: 4, rank: home)
        guard self[king] == Piece(side, .king), self[rook] == Piece(side, .rook) else {
          throw .fen(
            .castling,
            what: "`\(right.fen)` without a \(side.name) king on \(king) and rook on \(rook)",
            remedy: "leave the letter out")
        }
      }
    }
  }

  private func checkEnPassant() throws(ChessError) {
    guard let square = enPassant else { return }
    let rank = side == .white ? 5 : 2
    guard square.rank == rank else {
      throw .fen(
        .enPassant, what: "`\(square)` with \(side.name) to move",
        remedy: "the square lies on rank \(rank + 1), behind the pawn that has just moved")
    }
    let towards = side == .white ? -1 : 1
    let pawn = Square(file: square.file, rank: rank + towards)
    let origin = Square(file: square.file, rank: rank - towards)
    guard self[pawn] == Piece(side.opponent, .pawn), self[square] == nil, self[origin] == nil else {
      throw .fen(
        .enPassant, what: "no \(side.opponent.name) pawn has just moved from \(origin) to \(pawn)",
        remedy: "write -")
    }
  }
}
