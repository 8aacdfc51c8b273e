import ArgumentParser
import Chess
import Experiments
import Foundation

/// How a command that asks a chess engine goes about it.
struct MakingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The chess engine. (default: the variable W2S_ENGINE, else stockfish on the path)",
      valueName: "program"))
  var engine: String?

  @Option(help: ArgumentHelp("Engines at a time. (default: one per core)", valueName: "number"))
  var workers: Int?

  @Flag(help: "No progress.")
  var quiet = false

  func validate() throws {
    if let workers, workers < 1 { throw ValidationError("--workers is \(workers); give 1 or more") }
  }

  var workerCount: Int { workers ?? ProcessInfo.processInfo.activeProcessorCount }

  func enginePath() throws(EngineError) -> String { try Engine.locate(engine) }

  /// Says what there is of a file that was to be longer, and that the same command goes on with it.
  func stopped(_ made: String) -> ExitStatus {
    StandardError.write(
      "stopped with \(made); go on with: "
        + ShellWords.text(["w2s"] + CommandLine.arguments.dropFirst()) + "\n")
    return StopSignal.wasInterrupted ? .interrupted : .stopped
  }
}
