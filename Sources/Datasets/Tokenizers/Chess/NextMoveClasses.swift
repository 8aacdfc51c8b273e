import Chess

/// The classes of a position: class 0 stands for everything that is no legal move of it, class k for the
/// k-th legal move by its tokens as the side to move sees the board. A position and its mirror image have
/// the same classes.
package enum NextMoveClasses {
  /// Class k is `moves(of:)[k - 1]`.
  package static func moves(of position: Position) -> [Move] {
    let isMirrored = position.side == .black
    let board = isMirrored ? position.mirrored : position
    var moves = board.legalMoves().map { (tokens: MoveTokens($0, on: board), move: $0) }
    moves.sort { $0.tokens < $1.tokens }
    return moves.map { isMirrored ? $0.move.mirrored : $0.move }
  }

  /// The class of a move; 0 if it is not legal.
  package static func label(of move: Move, in position: Position) -> Int {
    moves(of: position).firstIndex(of: move).map { $0 + 1 } ?? 0
  }

  package static func name(of label: Int) -> String {
    label == 0 ? "no legal move" : "legal move \(label)"
  }

  /// The names of the classes of positions with `moves` legal moves at most.
  package static func names(moves: Int) -> [String] {
    (0..<moves + 1).map { name(of: $0) }
  }
}
