/// A position with one winning move, in the form of Lichess: it begins before the opponent's mistake.
package struct Puzzle: Sendable, Equatable {
  /// The position before the opponent's move.
  package var before: Position
  /// The opponent's move, the answer, then replies and answers in turn.
  package var moves: [Move]
  package var difficulty: PuzzleDifficulty
  /// `mate`, `mateIn2`, `check`, `capture`, `promotion`, `crushing`, `advantage` ….
  package var themes: [String]

  package init(before: Position, moves: [Move], difficulty: PuzzleDifficulty, themes: [String]) {
    precondition(moves.count > 1)
    self.before = before
    self.moves = moves
    self.difficulty = difficulty
    self.themes = themes
  }

  /// The position to solve.
  package var position: Position { before.playing(moves[0]) }
  package var answer: Move { moves[1] }
}
