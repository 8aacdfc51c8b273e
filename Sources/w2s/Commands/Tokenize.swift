import ArgumentParser
import Datasets
import Experiments
import Foundation
import Kernels

/// Turns lines of text into token ids.
struct Tokenize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write one line {\"ids\": […]} per line of text.",
    discussion: """
      Bytes that are not UTF-8 become U+FFFD, one for each part of a character that breaks off (as
      errors="replace" does in Python).
      """)

  @Option(
    help: ArgumentHelp(
      "A model's folder, or one of its tokenizer files (tokenizer.json, vocab.txt, …).",
      valueName: "path"))
  var tokenizer: String

  @Flag(help: "With the special tokens that the model wants around a text.")
  var special = false

  @Argument(help: "A text file, plain or gzip; standard input if not given.")
  var file: String?

  func run() throws {
    let tokenizer = try TokenizerLoader.load(tokenizer, in: DataRoot("."))
    let team = WorkerTeam(threads: ProcessInfo.processInfo.activeProcessorCount)
    var lines = TokenizedLines(tokenizer, special: special, team: team)
    try lines.encode(LineReader(path: file ?? "/dev/stdin", repairs: true)) {
      StandardOutput.write($0)
    }
  }
}
