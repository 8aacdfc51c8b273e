import ArgumentParser
import Configuration
import Experiments
import Foundation
import Kernels
import Models
import Training

/// Says how fast this machine multiplies matrices, trains a model and labels with it.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the speed of matrix products, training and inference on this machine.",
    discussion: """
      Trains a model from scratch on random tokens: forward, backward and Adam on all weights. \
      GFLOP/s are those of the model alone: 6 (training) or 2 (inference) times the weights that a \
      token is multiplied with, embeddings left out, times tokens per second.
      """)

  @Option(help: ArgumentHelp("gpt, llama, gpt-neox or bert.", valueName: "name"))
  var architecture = "gpt"

  @Option(help: ArgumentHelp("Blocks.", valueName: "count"))
  var layers = 4

  @Option(help: ArgumentHelp("Of the residual stream.", valueName: "count"))
  var width = 128

  @Option(help: ArgumentHelp("Attention heads; they divide the width.", valueName: "count"))
  var heads = 4

  @Option(help: ArgumentHelp("Tokens of a sequence.", valueName: "tokens"))
  var length = 128

  @Option(help: ArgumentHelp("Sequences in a step.", valueName: "count"))
  var batch = 8

  @Option(help: ArgumentHelp("Rows of the embedding table.", valueName: "count"))
  var vocabulary = 2048

  @Option(help: ArgumentHelp("Cores to use (default: all).", valueName: "count"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "How long training and inference are each measured, at least.", valueName: "seconds"))
  var seconds = 3.0

  @Flag(help: "Show where the time goes, by operation.")
  var profile = false

  @OptionGroup var json: JSONOption

  func validate() throws {
    for (name, value) in [
      ("layers", layers), ("width", width), ("heads", heads), ("length", length),
      ("batch", batch), ("vocabulary", vocabulary), ("threads", threads ?? 1),
    ] where value < 1 {
      throw ValidationError("--\(name) is \(value); give at least 1")
    }
    if !(seconds > 0) { throw ValidationError("--seconds is \(seconds); give more than 0") }
  }

  func run() throws {
    let architecture = try decoded()
    let shape = ModelShape(input: .tokens(vocabulary: vocabulary), outputs: 2)
    let weights = WeightsRoot("")
    var benchmark = ModelBenchmark(
      try architecture.build(shape, seed: 0, weights: weights), on: examples(), batch: batch,
      activeWeights: architecture.activeWeights(shape, weights: weights),
      team: WorkerTeam(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount))
    benchmark.seconds = seconds
    benchmark.isProfiled = profile
    let result = try benchmark.result()
    try json.write(result, else: BenchmarkText(result).text)
  }

  /// As an experiment file would have it.
  private func decoded() throws -> any Architecture {
    func number(_ value: Int) -> Node { .plain(String(value)) }
    let node = Node.fields([
      ("architecture", .plain(architecture)), ("layers", number(layers)),
      ("width", number(width)), ("heads", number(heads)),
      ("context", number(max(length, 1024))),
    ])
    var diagnostics = Diagnostics()
    let decoded = ModelConfiguration.decode(node, &diagnostics)
    guard let decoded, diagnostics.problems.isEmpty else {
      throw ValidationError(
        diagnostics.problems.map { "\($0.what); \($0.remedy)" }.joined(separator: "\n"))
    }
    return decoded.architecture
  }

  private func examples() -> ExampleSet {
    var stream = RandomStream(seed: 0, "benchmark")
    return ExampleSet(
      .tokens(
        PackedTokens(
          (0..<4 * batch).map { _ in
            (0..<length).map { _ in Int32(stream.integer(below: vocabulary)) }
          })))
  }
}
