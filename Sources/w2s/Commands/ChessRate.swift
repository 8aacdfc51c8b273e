import ArgumentParser
import Chess
import Datasets
import Experiments
import Foundation
import Storage

/// Rates puzzles by how hard they are for a search.
struct ChessRate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate",
    abstract: "Rate puzzles of Lichess' form by the rule of w2s chess puzzles.",
    discussion: """
      Writes FEN, Moves and Rating, and what the file had as Rating under GivenRating. The rating is a \
      linear function of the effort (the sum over the solver's moves of log2 of the nodes after which a \
      search sees the move for good), of whether the first move gives check, and of what it gains; its \
      coefficients were fitted to ratings of Lichess.
      """)

  @Argument(help: ArgumentHelp("A CSV file with FEN and Moves, plain or gzip.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("Where to write (CSV).", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("Rate the first ones only.", valueName: "number"))
  var first: Int?

  @Option(help: ArgumentHelp("Positions of the search at the first move.", valueName: "number"))
  var proofNodes = PuzzleFinder.Settings().proofNodes

  @OptionGroup var making: MakingOptions

  func validate() throws {
    for (name, value) in [("--proof-nodes", proofNodes), ("--first", first ?? 1)] where value < 1 {
      throw ValidationError("\(name) is \(value); give 1 or more")
    }
  }

  func run() throws {
    let path = try making.enginePath()
    let (puzzles, hasRating) = try read()
    try AtomicFile.makeFolder(for: output)
    let progress = CountProgress("puzzles", of: puzzles.count, from: 0, isQuiet: making.quiet)
    defer { progress.finish() }
    let nodes = proofNodes
    var text = "FEN,Moves,Rating" + (hasRating ? ",GivenRating\n" : "\n")
    var ratings: [Double] = []
    StopSignal.install()
    try OrderedWork<Int>.run(
      0..<puzzles.count, workers: making.workerCount, shouldStop: { StopSignal.isRequested },
      worker: {
        let solver = PuzzleSolver(try Engine(path: path), proofNodes: nodes)
        return { number in
          let puzzle = puzzles[number]
          return try solver.difficulty(before: puzzle.start, moves: puzzle.moves).rating
        }
      },
      take: { number, rating in
        let puzzle = puzzles[number]
        text += "\(puzzle.start.fen),\(puzzle.moves.map(\.uci).joined(separator: " ")),\(rating)"
        text += (puzzle.rating.map { "," + Self.text($0) } ?? "") + "\n"
        ratings.append(Double(rating))
        progress.update(number + 1)
        return true
      })
    progress.finish()
    guard ratings.count == puzzles.count else {
      StandardError.write("stopped; nothing is written\n")
      throw StopSignal.wasInterrupted ? ExitStatus.interrupted : ExitStatus.stopped
    }
    try AtomicFile.write(text, to: output)
    if hasRating {
      let given = puzzles.map { $0.rating ?? 0 }
      let correlation = RankCorrelation.spearman(ratings, given)
      StandardOutput.write(
        String(format: "rank correlation with the given ratings: %.3f", correlation)
          + " (\(puzzles.count) puzzles)\n")
    }
  }

  private func read() throws(DatasetError) -> (puzzles: [PuzzleRow], hasRatings: Bool) {
    let file = try PuzzleFile(file)
    var puzzles: [PuzzleRow] = []
    while puzzles.count < first ?? .max, let puzzle = try file.next() { puzzles.append(puzzle) }
    return (puzzles, file.hasRatings)
  }

  /// A rating without decimals, if it has none.
  private static func text(_ rating: Double) -> String {
    Int(exactly: rating).map { "\($0)" } ?? "\(rating)"
  }
}
