/// What makes a position a puzzle: one move wins and the next best does not come near it.
package struct PuzzleRule: Sendable, Equatable {
  /// Centipawns that the best move must promise at least; a mate always does.
  package var leastScore: Int
  /// By how much the best move must be better than the second, in hundredths of a winning chance from
  /// −100 to 100 (`Engine.Score.winningChance`): 900 against 600 centipawns are 13, 300 against 0 are
  /// 50. A mate counts as 100.
  package var margin: Int
  /// Centipawns by which it must be better.
  package var leastDifference: Int

  package init(leastScore: Int = 200, margin: Int = 40, leastDifference: Int = 200) {
    self.leastScore = leastScore
    self.margin = margin
    self.leastDifference = leastDifference
  }

  /// - Parameter second: nil where there is but one legal move, which is no puzzle.
  package func holds(best: Engine.Score, second: Engine.Score?) -> Bool {
    guard let second, best.value >= leastScore else { return false }
    return best.value - second.value >= leastDifference
      && (best.winningChance - second.winningChance) * 100 >= Double(margin)
  }
}
