/// Finds puzzles in games: positions after a mistake of the opponent in which exactly one move wins.
///
/// Three searches, each for what the one before let through: one line of a few nodes at every move,
/// where the chances jump; two lines of more nodes; two lines of many nodes, from a cleared table. What
/// comes out depends on the engine, the settings, the game and the random numbers.
package struct PuzzleFinder {
  package struct Settings: Sendable, Equatable {
    package var rule: PuzzleRule
    /// Nodes of the three searches.
    package var scanNodes: Int
    package var filterNodes: Int
    package var proofNodes: Int
    /// Percent of the puzzles that are kept whose answer is a search's first thought and stays it, such
    /// as taking a piece that hangs. Most mistakes allow one of these.
    package var glances: Int
    /// Puzzles of a game at most, and half-moves between two of them.
    package var perGame: Int
    package var distance: Int

    package init(
      rule: PuzzleRule = PuzzleRule(), scanNodes: Int = 150, filterNodes: Int = 1500,
      proofNodes: Int = 30_000, glances: Int = 100, perGame: Int = 3, distance: Int = 12
    ) {
      self.rule = rule
      self.scanNodes = scanNodes
      self.filterNodes = filterNodes
      self.proofNodes = proofNodes
      self.glances = glances
      self.perGame = perGame
      self.distance = distance
    }
  }

  /// How many positions came how far.
  package struct Yield: Sendable, Equatable {
    package var scanned = 0
    package var filtered = 0
    package var proved = 0
    package var found = 0

    package init() {}

    package static func += (sum: inout Yield, other: Yield) {
      sum.scanned += other.scanned
      sum.filtered += other.filtered
      sum.proved += other.proved
      sum.found += other.found
    }
  }

  /// The puzzles of a game, in its order, each with the half-moves played before it.
  package struct Finds: Sendable {
    package var puzzles: [(ply: Int, puzzle: Puzzle)]
    package var yield: Yield
  }

  private let engine: Engine
  private let settings: Settings
  private let solver: PuzzleSolver

  package init(_ engine: Engine, _ settings: Settings) {
    self.engine = engine
    self.settings = settings
    solver = PuzzleSolver(engine, rule: settings.rule, proofNodes: settings.proofNodes)
  }

  /// By how much a mistake must change the winning chance in the first search.
  private static let jump = 0.25
  /// Centipawns that the first search may be wrong by.
  private static let doubt = 75

  /// The puzzles of a game, in its order.
  ///
  /// - Parameter random: where in the game the search begins, a stream of this game's own.
  package func puzzles(
    in game: Game, using random: inout some RandomNumberGenerator
  ) throws(EngineError) -> Finds {
    var yield = Yield()
    var found: [Int: Puzzle] = [:]
    guard game.moves.count > 1 else { return Finds(puzzles: [], yield: yield) }
    let positions = game.positions
    let plies = Array(1...game.moves.count)
    let first = random.integer(0...plies.count - 1)
    var last: (ply: Int, score: Engine.Score)?
    try engine.newGame()
    for ply in plies[first...] + plies[..<first] where found.count < settings.perGame {
      // Nothing to find in a position without a choice.
      guard positions[ply].legalMoves().count > 1 else { continue }
      let score = try engine.search(
        positions[ply], nodes: settings.scanNodes)[0].score
      yield.scanned += 1
      let before = last
      last = (ply, score)
      guard let before, before.ply == ply - 1, isMistake(before.score, score),
        !found.keys.contains(where: { abs($0 - ply) < settings.distance })
      else { continue }
      yield.filtered += 1
      guard try passes(positions[ply], using: &random) else { continue }
      yield.proved += 1
      if let puzzle = try solver.puzzle(before: positions[ply - 1], setup: game.moves[ply - 1]) {
        found[ply] = puzzle
        yield.found += 1
      }
      // The scan goes on from a table that it knows.
      try engine.newGame()
    }
    return Finds(puzzles: found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, yield: yield)
  }

  /// - Parameters:
  ///   - before: what the opponent thought before the mistake.
  ///   - after: what there is to gain now.
  private func isMistake(_ before: Engine.Score, _ after: Engine.Score) -> Bool {
    after.value >= settings.rule.leastScore - Self.doubt
      && after.winningChance + before.winningChance >= Self.jump
  }

  /// The second look, a little more generous than the rule.
  private func passes(
    _ position: Position, using random: inout some RandomNumberGenerator
  ) throws(EngineError) -> Bool {
    let keepsGlances = random.unit() * 100 < Double(settings.glances)
    let trace = try engine.trace(position, nodes: settings.filterNodes, lines: 2)
    guard let best = trace.last(where: { $0.rank == 1 }) else { return false }
    var rule = settings.rule
    rule.leastScore -= Self.doubt
    rule.margin -= 10
    guard rule.holds(best: best.score, second: trace.last { $0.rank == 2 }?.score) else {
      return false
    }
    return keepsGlances
      || trace.contains { $0.rank == 1 && $0.moves.first != best.moves.first }
  }
}
