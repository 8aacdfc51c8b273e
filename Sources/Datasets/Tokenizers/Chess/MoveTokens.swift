import Chess

/// A move as two tokens of `ChessVocabulary`. Moves are ordered as their tokens: by piece, then by target.
package struct MoveTokens: Hashable, Sendable, Comparable {
  /// The piece that moves, on the square that it leaves.
  package let piece: Int32
  /// The square that it moves to, and what a pawn becomes there.
  package let target: Int32

  package init(piece: Int32, target: Int32) {
    self.piece = piece
    self.target = target
  }

  /// - Parameter board: as the side that looks sees it, which is white there. The move is one of a piece
  ///   of it, of either side, in the same view.
  package init(_ move: Move, on board: Position) {
    guard let piece = board[move.from] else {
      preconditionFailure("\(move) is a move of no piece")
    }
    self.piece = ChessVocabulary.id(piece.kind, isOwn: piece.side == .white, on: move.from)
    guard let kind = move.promotion, let place = PieceKind.promotions.firstIndex(of: kind) else {
      target = ChessVocabulary.targets.lowerBound + Int32(move.to.index)
      return
    }
    let row = move.to.rank == 0 ? 0 : 1
    target = ChessVocabulary.promotions.lowerBound + Int32((row * 8 + move.to.file) * 4 + place)
  }

  /// The move in the view of the tokens; nil where they are none of a move's.
  package var move: Move? {
    guard ChessVocabulary.pieces.contains(piece) else { return nil }
    let from = Square(Int(piece) % 64)
    if ChessVocabulary.targets.contains(target) {
      return Move(from: from, to: Square(Int(target - ChessVocabulary.targets.lowerBound)))
    }
    guard ChessVocabulary.promotions.contains(target) else { return nil }
    let place = Int(target - ChessVocabulary.promotions.lowerBound)
    return Move(
      from: from, to: Square(file: place / 4 % 8, rank: place / 32 * 7),
      promotion: PieceKind.promotions[place % 4])
  }

  package static func < (a: MoveTokens, b: MoveTokens) -> Bool {
    (a.piece, a.target) < (b.piece, b.target)
  }
}
