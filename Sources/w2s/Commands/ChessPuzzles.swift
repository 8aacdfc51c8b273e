import ArgumentParser
import Chess
import Datasets
import Experiments
import Foundation
import Kernels
import Storage

/// Finds puzzles in games.
struct ChessPuzzles: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "puzzles",
    abstract: "Find positions with one clearly best move in games.",
    discussion: """
      A puzzle follows a mistake: the best move then wins (--least-score, or a mate), and the second \
      best is worse by --margin, which counts in hundredths of a winning chance from -100 to 100. The \
      table has the columns of Lichess' puzzles: the first move is the opponent's, the second the \
      answer. Rating says how long a search takes to see the solution, in the unit of Lichess ratings \
      (w2s chess rate).
      """)

  @Option(help: ArgumentHelp("Games in PGN, plain or gzip.", valueName: "file"))
  var games: String

  @Option(help: ArgumentHelp("Puzzles.", valueName: "number"))
  var count: Int

  @Option(help: ArgumentHelp("Of the random numbers.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Where to write (CSV).", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("Puzzles of one game at most.", valueName: "number"))
  var perGame = PuzzleFinder.Settings().perGame

  @Option(help: ArgumentHelp("Half-moves between two of them.", valueName: "number"))
  var distance = PuzzleFinder.Settings().distance

  @Option(help: ArgumentHelp("What the answer has to promise.", valueName: "centipawns"))
  var leastScore = PuzzleRule().leastScore

  @Option(help: ArgumentHelp("How much worse the second best has to be.", valueName: "percent"))
  var margin = PuzzleRule().margin

  @Option(
    help: ArgumentHelp("Positions of the search at every move.", valueName: "number"))
  var scanNodes = PuzzleFinder.Settings().scanNodes

  @Option(
    help: ArgumentHelp("Positions of the search where it found something.", valueName: "number"))
  var filterNodes = PuzzleFinder.Settings().filterNodes

  @Option(help: ArgumentHelp("Positions of the search that decides.", valueName: "number"))
  var proofNodes = PuzzleFinder.Settings().proofNodes

  @Option(
    help: ArgumentHelp(
      "Percent kept of the puzzles whose answer is a search's first thought.", valueName: "number"))
  var glances = PuzzleFinder.Settings().glances

  @Flag(help: "Leave out games that cannot be read.")
  var skipBadGames = false

  @OptionGroup var making: MakingOptions

  func validate() throws {
    let least = [
      ("--count", count), ("--per-game", perGame), ("--distance", distance),
      ("--least-score", leastScore), ("--margin", margin), ("--scan-nodes", scanNodes),
      ("--filter-nodes", filterNodes), ("--proof-nodes", proofNodes),
    ]
    for (name, value) in least where value < 1 {
      throw ValidationError("\(name) is \(value); give 1 or more")
    }
    guard (0...100).contains(glances) else {
      throw ValidationError("--glances is \(glances); give 0 to 100")
    }
  }

  func run() throws {
    let path = try making.enginePath()
    let engineName = try Engine(path: path).name
    let list = try GameFile.games(
      of: games, skipsBad: skipBadGames, remedy: "leave such games out with --skip-bad-games")
    for note in list.notes { StandardError.write("warning: \(note)\n") }
    guard !list.games.isEmpty else {
      throw DatasetError(
        .size, games, "holds no games", remedy: "give a PGN file, such as w2s chess games makes")
    }
    let made = MadeFile(output)
    let file = try made.open(try PuzzleSettings(self, engine: engineName))
    guard let beginning = PuzzleTable.beginning(try file.contents()) else {
      try file.leave()
      throw OccupiedOutput(path: output, what: "holds rows that this command did not write")
    }
    guard beginning.puzzles < count else {
      try file.leave()
      throw OccupiedOutput(path: output, what: "holds more puzzles than --count \(count)")
    }
    try file.truncate(to: beginning.bytes)
    if beginning.bytes == 0 { try file.append(PuzzleTable.header) }
    try find(in: list.games, after: beginning, with: path, to: file)
  }

  private func find(
    in games: [Game], after beginning: PuzzleTable.Beginning, with path: String,
    to file: GrowingFile
  ) throws {
    let progress = CountProgress(
      "puzzles", of: count, from: beginning.puzzles, isQuiet: making.quiet)
    defer { progress.finish() }
    let (settings, seed, wanted) = (self.settings, self.seed, count)
    var (puzzles, keys, gamesDone) = (beginning.puzzles, beginning.keys, beginning.nextGame)
    var yield = PuzzleFinder.Yield()
    StopSignal.install()
    try OrderedWork<PuzzleFinder.Finds>.run(
      beginning.nextGame..<games.count, workers: making.workerCount,
      shouldStop: { StopSignal.isRequested },
      worker: {
        let finder = PuzzleFinder(try Engine(path: path), settings)
        return { number in
          var random = RandomStream(seed: seed, "chess/puzzles", index: UInt64(number))
          return try finder.puzzles(in: games[number], using: &random)
        }
      },
      take: { number, finds in
        var rows = ""
        for found in finds.puzzles where puzzles < wanted {
          guard keys.insert(PuzzleTable.key(found.puzzle.position)).inserted else { continue }
          rows += PuzzleTable.row(found.puzzle, seed: seed, game: number + 1, ply: found.ply)
          puzzles += 1
        }
        if !rows.isEmpty { try file.append(rows) }
        gamesDone = number + 1
        yield += finds.yield
        progress.update(puzzles, "game \(gamesDone) of \(games.count)")
        return puzzles < wanted
      })
    progress.finish()
    if !making.quiet { StandardError.write(Self.summary(yield) + "\n") }
    if puzzles == count { return try file.complete() }
    guard gamesDone == games.count else {
      throw making.stopped("\(puzzles) of \(count) puzzles")
    }
    throw DatasetError(
      .size, self.games, "its \(games.count) games hold \(puzzles) of \(count) puzzles",
      remedy: "add games to it (w2s chess games with a larger --count) and run this command again, "
        + "or ask for fewer with --count")
  }

  private static func summary(_ yield: PuzzleFinder.Yield) -> String {
    "\(yield.scanned) positions seen, \(yield.filtered) after a mistake, "
      + "\(yield.proved) with one winning move at a second look, \(yield.found) proved"
  }

  private var settings: PuzzleFinder.Settings {
    PuzzleFinder.Settings(
      rule: PuzzleRule(leastScore: leastScore, margin: margin), scanNodes: scanNodes,
      filterNodes: filterNodes, proofNodes: proofNodes, glances: glances, perGame: perGame,
      distance: distance)
  }
}

/// What the puzzles of a file are made with.
private struct PuzzleSettings: Encodable {
  var madeBy = "w2s chess puzzles"
  var engine: String
  var games: Fingerprint
  var seed: UInt64
  var perGame: Int
  var distance: Int
  var leastScore: Int
  var margin: Int
  var scanNodes: Int
  var filterNodes: Int
  var proofNodes: Int
  var glances: Int

  init(_ command: ChessPuzzles, engine: String) throws {
    self.engine = engine
    games = try MadeFile(command.games).origin()
    seed = command.seed
    perGame = command.perGame
    distance = command.distance
    leastScore = command.leastScore
    margin = command.margin
    scanNodes = command.scanNodes
    filterNodes = command.filterNodes
    proofNodes = command.proofNodes
    glances = command.glances
  }
}
