/// A game: what is said of it, where it starts, its moves and how it ended.
package struct Game: Sendable {
  /// Names and values in the order of the file.
  package var tags: [(String, String)]
  package var start: Position
  package var moves: [Move]
  /// `1-0`, `0-1`, `1/2-1/2`, or `*` for a game that is not over.
  package var result: String
  /// 1-based line of the file where the game begins.
  package var line: Int

  package init(
    tags: [(String, String)] = [], start: Position = .initial, moves: [Move] = [],
    result: String = "*", line: Int = 1
  ) {
    self.tags = tags
    self.start = start
    self.moves = moves
    self.result = result
    self.line = line
  }

  /// The value of the first tag of that name.
  package func tag(_ name: String) -> String? { tags.first { $0.0 == name }?.1 }

  /// The start and the position after each move: one more than there are moves.
  /// - Precondition: the moves are legal.
  package var positions: [Position] {
    var positions = [start]
    positions.reserveCapacity(moves.count + 1)
    var position = start
    for move in moves {
      position.play(move)
      positions.append(position)
    }
    return positions
  }

  static let results = ["1-0", "0-1", "1/2-1/2", "*"]
}
