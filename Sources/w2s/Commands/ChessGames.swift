import ArgumentParser
import Chess
import Experiments
import Foundation
import Kernels
import Storage

/// Plays games of an engine against itself.
struct ChessGames: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "games",
    abstract: "Let a chess engine play games against itself, with varied openings and strengths.",
    discussion: """
      Strengths differ by the positions that a side visits per move (--nodes) and by how often it plays \
      another move than the best it found (--slips), drawn for each side of each game.
      """)

  @Option(help: ArgumentHelp("Games.", valueName: "number"))
  var count: Int

  @Option(help: ArgumentHelp("Of the random numbers.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("Where to write (PGN).", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("Positions visited per move.", valueName: "range"))
  var nodes = NumberRange(SelfPlaySettings().nodes)

  @Option(help: ArgumentHelp("Percent of moves that are not the best found.", valueName: "range"))
  var slips = NumberRange(SelfPlaySettings().slips)

  @Option(help: ArgumentHelp("Percent of these that are any legal move.", valueName: "number"))
  var wild = SelfPlaySettings().wild

  @Option(help: ArgumentHelp("Half-moves of drawn openings.", valueName: "range"))
  var opening = NumberRange(SelfPlaySettings().opening)

  @Option(help: ArgumentHelp("Half-moves after which a game is a draw.", valueName: "number"))
  var longest = SelfPlaySettings().longest

  @Option(
    help: ArgumentHelp("Percent of games in which a lost side resigns.", valueName: "number"))
  var resigning = SelfPlaySettings().resigning

  @OptionGroup var making: MakingOptions

  func validate() throws {
    guard count > 0 else { throw ValidationError("--count is \(count); give 1 or more") }
    guard nodes.values.lowerBound > 0 else { throw ValidationError("--nodes: give 1 or more") }
    guard slips.values.upperBound <= 100 else { throw ValidationError("--slips: give 0 to 100") }
    guard longest > 0 else { throw ValidationError("--longest is \(longest); give 1 or more") }
    for (name, value) in [("--resigning", resigning), ("--wild", wild)]
    where !(0...100).contains(value) {
      throw ValidationError("\(name) is \(value); give 0 to 100")
    }
  }

  func run() throws {
    let path = try making.enginePath()
    let engineName = try Engine(path: path).name
    let file = try MadeFile(output).open(GameSettings(self, engine: engineName))
    let (done, bytes) = WholeGames.beginning(try file.contents())
    guard done <= count else {
      try file.leave()
      throw OccupiedOutput(path: output, what: "holds \(done) games, more than --count \(count)")
    }
    try file.truncate(to: bytes)
    try play(from: done, with: path, to: file)
  }

  private func play(from done: Int, with path: String, to file: GrowingFile) throws {
    let progress = CountProgress("games", of: count, from: done, isQuiet: making.quiet)
    defer { progress.finish() }
    let (settings, seed) = (self.settings, self.seed)
    let event = "Self-play, seed \(seed)"
    StopSignal.install()
    var games = done
    try OrderedWork<String>.run(
      done..<count, workers: making.workerCount, shouldStop: { StopSignal.isRequested },
      worker: {
        let play = SelfPlay(try Engine(path: path), settings)
        return { number in
          var random = RandomStream(seed: seed, "chess/games", index: UInt64(number))
          var game = try play.game(using: &random)
          game.tags =
            [("Event", event), ("Site", "?"), ("Date", "????.??.??"), ("Round", "\(number + 1)")]
            + game.tags
          return PGNWriter.text(game) + "\n"
        }
      },
      take: { number, text in
        try file.append(text)
        games = number + 1
        progress.update(games)
        return true
      })
    progress.finish()
    guard games == count else { throw making.stopped("\(games) of \(count) games") }
    try file.complete()
  }

  private var settings: SelfPlaySettings {
    SelfPlaySettings(
      nodes: nodes.values, slips: slips.values, wild: wild, opening: opening.values,
      longest: longest,
      resigning: resigning)
  }
}

/// What the games of a file are made with.
private struct GameSettings: Encodable {
  var madeBy = "w2s chess games"
  var engine: String
  var seed: UInt64
  var nodes: String
  var slips: String
  var wild: Int
  var opening: String
  var longest: Int
  var resigning: Int

  init(_ command: ChessGames, engine: String) {
    self.engine = engine
    seed = command.seed
    nodes = command.nodes.text
    slips = command.slips.text
    wild = command.wild
    opening = command.opening.text
    longest = command.longest
    resigning = command.resigning
  }
}
