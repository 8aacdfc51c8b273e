/// Proves that a position is a puzzle, follows its solution and measures how hard it is.
package struct PuzzleSolver {
  let engine: Engine
  let rule: PuzzleRule
  /// Nodes of the search that decides, and of those at the solver's later moves.
  let proofNodes: Int
  let replyNodes: Int

  package init(
    _ engine: Engine, rule: PuzzleRule = PuzzleRule(), proofNodes: Int = 30_000,
    replyNodes: Int = 4000
  ) {
    self.engine = engine
    self.rule = rule
    self.proofNodes = proofNodes
    self.replyNodes = replyNodes
  }

  /// Answers of a solution at most.
  private static let longest = 4

  /// The puzzle after `setup`, if there is one: the search agrees with the rule. The solution goes on as
  /// long as the rule holds for the solver's next move.
  func puzzle(before: Position, setup: Move) throws(EngineError) -> Puzzle? {
    var position = before.playing(setup)
    let proof = try trace(position, nodes: proofNodes)
    guard let best = proof.best, rule.holds(best: best.score, second: proof.second?.score) else {
      return nil
    }
    var moves = [setup]
    var effort = 0.0
    var current = proof
    while let line = current.best, let answer = line.moves.first {
      effort += SearchEffort.log2Nodes(of: answer, in: current.lines)
      moves.append(answer)
      guard moves.count < 2 * Self.longest, line.moves.count > 1 else { break }
      position.play(answer)
      let reply = line.moves[1]
      guard position.isLegal(reply) else { break }
      let next = position.playing(reply)
      guard next.legalMoves().count > 1 else { break }
      current = try trace(next, nodes: replyNodes)
      guard let goingOn = current.best,
        rule.holds(best: goingOn.score, second: current.second?.score)
      else { break }
      moves.append(reply)
      position = next
    }
    let answer = moves[1]
    let solved = before.playing(setup).playing(answer)
    return Puzzle(
      before: before, moves: moves,
      difficulty: PuzzleDifficulty(
        effort: effort, givesCheck: solved.isCheck, gain: best.score.value),
      themes: Themes.of(before.playing(setup), answer, best.score))
  }

  /// How hard a given solution is: the opponent's move, then answers and replies in turn.
  ///
  /// - Precondition: the moves are legal, and there are two at least.
  package func difficulty(
    before: Position, moves: [Move]
  ) throws(EngineError) -> PuzzleDifficulty {
    var position = before.playing(moves[0])
    var (effort, gain, givesCheck) = (0.0, 0, false)
    for index in stride(from: 1, to: moves.count, by: 2) {
      let answer = moves[index]
      // One legal move is seen at once.
      if position.legalMoves().count > 1 || index == 1 {
        let found = try trace(position, nodes: index == 1 ? proofNodes : replyNodes)
        effort += SearchEffort.log2Nodes(of: answer, in: found.lines)
        if index == 1 { gain = found.best?.score.value ?? 0 }
      }
      position.play(answer)
      if index == 1 { givesCheck = position.isCheck }
      if index + 1 < moves.count { position.play(moves[index + 1]) }
    }
    return PuzzleDifficulty(effort: effort, givesCheck: givesCheck, gain: gain)
  }

  private struct Trace {
    let lines: [Engine.Line]
    var best: Engine.Line? { lines.last { $0.rank == 1 } }
    var second: Engine.Line? { lines.last { $0.rank == 2 } }
  }

  /// Two lines from a cleared table: a function of the position.
  private func trace(_ position: Position, nodes: Int) throws(EngineError) -> Trace {
    try engine.newGame()
    return Trace(lines: try engine.trace(position, nodes: nodes, lines: 2))
  }
}
