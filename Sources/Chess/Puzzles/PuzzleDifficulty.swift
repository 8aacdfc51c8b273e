/// How hard a puzzle is, in the unit of Lichess ratings.
///
/// Rating = 1290 + 31 · min(effort, 45) − 230 [check] − 0.24 · gain. What makes it hard is how long a
/// search takes to see each of the solver's moves (`SearchEffort`); what makes it easier for people is a
/// check to begin with and a large gain. The coefficients are a least-squares fit to the ratings of 1183
/// Lichess puzzles with Stockfish 15.1; on 395 others the rank correlation is 0.71 (0.66 for the effort
/// alone) and the error 400 points.
package struct PuzzleDifficulty: Sendable, Equatable {
  /// Σ log₂ nodes over the solver's moves.
  package var effort: Double
  /// Whether the first move gives check.
  package var givesCheck: Bool
  /// Centipawns that the first move promises, at most 1500; a mate counts as 1500.
  package var gain: Int

  package init(effort: Double, givesCheck: Bool, gain: Int) {
    self.effort = effort
    self.givesCheck = givesCheck
    self.gain = min(max(gain, -1500), 1500)
  }

  package var rating: Int {
    let value = 1290 + 31 * min(effort, 45) - (givesCheck ? 230 : 0) - 0.24 * Double(gain)
    return Int(min(max(value, 400), 3000).rounded())
  }
}
