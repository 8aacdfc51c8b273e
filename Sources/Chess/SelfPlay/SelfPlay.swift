import Foundation

/// Plays games of an engine against itself. A game depends on the engine, the settings and the random
/// numbers that it is given, on nothing else.
package struct SelfPlay {
  let engine: Engine
  let settings: SelfPlaySettings

  package init(_ engine: Engine, _ settings: SelfPlaySettings) {
    self.engine = engine
    self.settings = settings
  }

  /// One side's strength in one game.
  private struct Player {
    let nodes: Int
    /// Share of its moves.
    let slips: Double

    init(_ settings: SelfPlaySettings, using random: inout some RandomNumberGenerator) {
      let (low, high) = (
        log(Double(settings.nodes.lowerBound)), log(Double(settings.nodes.upperBound))
      )
      nodes = Int(exp(low + (high - low) * random.unit()).rounded())
      let (least, most) = (Double(settings.slips.lowerBound), Double(settings.slips.upperBound))
      let draw = random.unit()
      slips = (least + (most - least) * draw * draw) / 100
    }

    func title(_ engine: String) -> String {
      "\(engine), \(nodes) nodes, slips \(Int((slips * 100).rounded())) %"
    }
  }

  /// - Parameter random: a stream of this game's own.
  package func game(using random: inout some RandomNumberGenerator) throws(EngineError) -> Game {
    let players = [Player(settings, using: &random), Player(settings, using: &random)]
    let opening = random.integer(settings.opening)
    let resigns = random.integer(1...100) <= settings.resigning
    var referee = Referee(resigns: resigns, longest: settings.longest)
    var moves: [Move] = []
    try engine.newGame()
    while referee.verdict == nil {
      let choice =
        moves.count < opening
        ? try openingMove(referee.position, moves, using: &random)
        : try move(of: players[moves.count % 2], referee.position, moves, using: &random)
      guard referee.position.isLegal(choice.move) else {
        throw EngineError(
          .foreign, engine.path,
          "plays \(choice.move.uci), which is not legal in \(referee.position.fen)",
          remedy: "give a chess engine such as Stockfish with --engine")
      }
      moves.append(choice.move)
      referee.play(choice.move, score: choice.score)
    }
    let verdict = referee.verdict ?? Referee.Verdict(result: "*", isPlayedOut: false)
    return Game(
      tags: [
        ("White", players[0].title(engine.name)), ("Black", players[1].title(engine.name)),
        ("Result", verdict.result), ("PlyCount", "\(moves.count)"),
        ("Termination", verdict.isPlayedOut ? "normal" : "adjudication"),
      ],
      start: .initial, moves: moves, result: verdict.result, line: 0)
  }

  /// A move and what the mover thinks of the position, where a search was made.
  private typealias Choice = (move: Move, score: Engine.Score?)

  /// Any legal move one time in eight, else one of the five best of a short search.
  private func openingMove(
    _ position: Position, _ moves: [Move], using random: inout some RandomNumberGenerator
  ) throws(EngineError) -> Choice {
    if random.unit() < 0.125 { return (random.element(position.legalMoves()), nil) }
    let lines = try engine.search(.initial, moves, nodes: 200, lines: 5)
    return (random.element(lines).moves[0], nil)
  }

  private func move(
    of player: Player, _ position: Position, _ moves: [Move],
    using random: inout some RandomNumberGenerator
  ) throws(EngineError) -> Choice {
    guard random.unit() < player.slips else {
      let best = try engine.search(.initial, moves, nodes: player.nodes)[0]
      return (best.moves[0], best.score)
    }
    if random.unit() * 100 < Double(settings.wild) {
      return (random.element(position.legalMoves()), nil)
    }
    let lines = try engine.search(.initial, moves, nodes: player.nodes, lines: 4)
    let others = lines.count > 1 ? Array(lines.dropFirst()) : lines
    return (random.element(others).moves[0], lines[0].score)
  }
}
