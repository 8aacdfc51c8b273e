import Testing

@testable import Chess

/// When a game ends, on games written by hand.
@Suite struct RefereeTests {
  private func referee(
    _ fen: String, _ moves: [String], scores: [Int] = [], resigns: Bool = false, longest: Int = 300
  ) throws -> Referee {
    var referee = Referee(start: try Position(fen: fen), resigns: resigns, longest: longest)
    for (index, name) in moves.enumerated() {
      #expect(referee.verdict == nil, "before \(name)")
      let score = scores.indices.contains(index) ? Engine.Score.centipawns(scores[index]) : nil
      referee.play(try referee.position.move(uci: name), score: score)
    }
    return referee
  }

  private static let start = Position.initial.fen
  private static let shuffle = ["g1f3", "g8f6", "f3g1", "f6g8"]

  @Test(
    arguments: [
      (start, ["f2f3", "e7e5", "g2g4", "d8h4"], "0-1"),
      ("7k/8/5KQ1/8/8/8/8/8 w - - 0 1", ["g6g7"], "1-0"),
      ("7k/8/5KQ1/8/8/8/8/8 w - - 0 1", ["f6f7"], "1/2-1/2"),
      (start, shuffle + shuffle, "1/2-1/2"),
      ("7k/8/8/8/8/8/R7/K7 w - - 99 80", ["a2b2"], "1/2-1/2"),
      ("7k/8/8/8/8/8/r7/K7 w - - 0 80", ["a1a2"], "1/2-1/2"),
    ])
  func endsByTheRules(fen: String, moves: [String], result: String) throws {
    let verdict = try referee(fen, moves).verdict
    #expect(verdict == Referee.Verdict(result: result, isPlayedOut: true))
  }

  @Test func goesOnAfterTwoVisits() throws {
    #expect(try referee(Self.start, Self.shuffle).verdict == nil)
  }

  @Test(arguments: [true, false])
  func aLostSideResignsWhereItMay(resigns: Bool) throws {
    // Moves that never repeat a position; White is said to be lost.
    let moves = ["a2a3", "a7a6", "b2b3", "b7b6", "c2c3", "c7c6", "d2d3", "d7d6"]
    let scores = [-1200, 1200, -1200, 1200, -1200, 1200, -1200, 1200]
    let verdict = try referee(Self.start, moves, scores: scores, resigns: resigns).verdict
    #expect(verdict == (resigns ? Referee.Verdict(result: "0-1", isPlayedOut: false) : nil))
  }

  @Test func doubtPutsOffTheResignation() throws {
    let moves = ["a2a3", "a7a6", "b2b3", "b7b6", "c2c3", "c7c6", "d2d3", "d7d6"]
    let scores = [-1200, 1200, -1200, 0, -1200, 1200, -1200, 1200]
    #expect(try referee(Self.start, moves, scores: scores, resigns: true).verdict == nil)
  }

  @Test func isBrokenOffWhenItIsTooLong() throws {
    let verdict = try referee(Self.start, ["e2e4", "e7e5", "g1f3"], longest: 3).verdict
    #expect(verdict == Referee.Verdict(result: "1/2-1/2", isPlayedOut: false))
  }
}
