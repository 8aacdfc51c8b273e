import ArgumentParser

/// Makes data of the game of chess.
struct ChessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chess",
    abstract: "Make chess games and puzzles with an engine.",
    discussion: """
      The engine is any that speaks UCI; Debian has Stockfish (apt-get install stockfish). What is \
      made depends on the engine's version, the settings and the seed alone, not on the number of \
      workers; the same command again goes on where it stopped.
      """,
    subcommands: [ChessGames.self, ChessPuzzles.self, ChessRate.self])
}
