import ArgumentParser
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
      Trains a model, from scratch on random tokens or a pretrained one (--model) on texts \
      (--input), packed end to end without padding: forward, backward and Adam on all weights. \
      Then labels with it. GFLOP/s are those of the model alone: 6 (training) or 2 (inference) \
      times the weights that a token is multiplied with, embeddings left out, times tokens per \
      second. Rates are medians over steps.
      """)

  @Option(
    help: ArgumentHelp(
      "Of a model from scratch: \(BenchmarkModel.families.joined(separator: ", ")). (default: gpt)",
      valueName: "name"))
  var architecture: String?

  @Option(
    help: ArgumentHelp(
      "Blocks (default: 4, or all of a pretrained model).", valueName: "count"))
  var layers: Int?

  @Option(help: ArgumentHelp("Of the residual stream. (default: 128)", valueName: "count"))
  var width: Int?

  @Option(
    help: ArgumentHelp(
      "Attention heads; they divide the width. (default: 4)", valueName: "count"))
  var heads: Int?

  @Option(
    help: ArgumentHelp(
      "Tokens of a sequence (default: 128), or the longest that is read of a text.",
      valueName: "tokens"))
  var length: Int?

  @Option(help: ArgumentHelp("Examples in a step.", valueName: "count"))
  var batch = 8

  @Option(help: ArgumentHelp("Rows of the embedding table. (default: 2048)", valueName: "count"))
  var vocabulary: Int?

  @Option(
    help: ArgumentHelp(
      "A pretrained model: a folder, a checkpoint of llama2.c, or a name under the weights root.",
      valueName: "path"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Texts for --model: a file of JSONL, plain or gzip. (default: random tokens)",
      valueName: "file"))
  var input: String?

  @Option(help: ArgumentHelp("Column of the texts.", valueName: "column"))
  var text = "text"

  @Option(
    help: ArgumentHelp(
      "Different examples (default: 4 steps of random ones, or the first 1024 of --input).",
      valueName: "count"))
  var examples: Int?

  @OptionGroup var weights: WeightsOption

  @Option(help: ArgumentHelp("Cores to use. (default: all)", valueName: "count"))
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
      ("batch", batch), ("vocabulary", vocabulary), ("examples", examples), ("threads", threads),
    ] {
      if let value, value < 1 { throw ValidationError("--\(name) is \(value); give at least 1") }
    }
    if !(seconds > 0) { throw ValidationError("--seconds is \(seconds); give more than 0") }
    if input != nil, model == nil {
      throw ValidationError("--input has texts for a pretrained model; name it with --model")
    }
    for (name, isGiven) in [
      ("architecture", architecture != nil), ("width", width != nil), ("heads", heads != nil),
      ("vocabulary", vocabulary != nil),
    ] where isGiven && model != nil {
      throw ValidationError("a pretrained model has its own \(name); remove --\(name) or --model")
    }
  }

  func run() throws {
    let subject = try subject()
    let inputs = try inputs(of: subject)
    let network = try subject.build()
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let settings = BenchmarkSettings(
      architecture: type(of: subject.configuration.architecture).name,
      configuration: JSON(subject.configuration.node), model: model, layers: subject.layers,
      width: subject.width, heads: subject.heads, vocabulary: subject.vocabulary,
      weights: network.weightCount, activeWeights: subject.activeWeights, input: input,
      examples: inputs.tokens.count, tokens: inputs.tokens.ids.count, length: inputs.length,
      batch: batch, threads: threads, seconds: seconds)
    var benchmark = ModelBenchmark(
      network, on: inputs.set, batch: batch, activeWeights: subject.activeWeights,
      team: WorkerTeam(threads: threads))
    benchmark.seconds = seconds
    benchmark.isProfiled = profile
    let report = BenchmarkReport(settings, try benchmark.result())
    try json.write(report, else: BenchmarkText(report).text)
  }

  private func subject() throws -> BenchmarkModel {
    if let model {
      return try BenchmarkModel(
        pretrained: model, layers: layers, weights: WeightsRoot(weights.path))
    }
    return try BenchmarkModel(
      architecture ?? "gpt", layers: layers ?? 4, width: width ?? 128, heads: heads ?? 4,
      vocabulary: vocabulary ?? 2048, length: length ?? 128)
  }

  private func inputs(of subject: BenchmarkModel) throws -> BenchmarkExamples {
    if let pretrained = subject.pretrained {
      if let input {
        return try BenchmarkExamples(
          examples ?? 1024, of: input, text: text, for: pretrained, length: length)
      }
      let context = pretrained.layout.context
      if let length, length > context {
        throw ValidationError("--length is \(length); the model reads at most \(context) tokens")
      }
    }
    let length = min(length ?? 128, subject.pretrained?.layout.context ?? .max)
    return BenchmarkExamples(
      random: examples ?? 4 * batch, length: length, vocabulary: subject.vocabulary)
  }
}
