import ArgumentParser
import Experiments

/// `w2s`: weak-to-strong generalization experiments on one workstation.
@main
struct W2S: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "w2s",
    abstract: "Weak-to-strong generalization experiments on one workstation.",
    discussion: """
      A weak supervisor is trained on ground truth and labels a held-out split; a strong student is \
      trained on these labels; the program measures how much of the gap between supervisor and \
      ceiling the student recovers (PGR).

      Exit codes: 0 all done, 1 a cell failed, 64 usage or experiment file, 65 bad data, \
      74 input or output, 75 stopped and can be resumed, 130 interrupted.
      """,
    version: Program.version,
    subcommands: [
      Run.self, PlanCommand.self, Validate.self, Show.self, ReportCommand.self, Compare.self,
      List.self, Inspect.self, Tokenize.self, Activations.self, TheoryCommand.self, Cache.self,
      ChessCommand.self, Schema.self, Benchmark.self, Doctor.self,
    ])

  static func main() async {
    await Launch.end(Array(CommandLine.arguments.dropFirst()))
  }
}
