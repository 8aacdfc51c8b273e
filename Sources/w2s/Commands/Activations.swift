import ArgumentParser
import Datasets
import Dispatch
import Experiments
import Foundation
import Kernels
import Models
import Storage
import WeakToStrong

/// Writes the hidden states of a pretrained model.
struct Activations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write hidden states of a pretrained model on texts to an HDF5 file.",
    discussion: """
      The input is JSONL: in each line an object with a text (--text names its column) or token ids \
      ({"ids": [1, 2]}), or a text in quotes. The output holds layers/K for each layer, numbered as \
      in transformers' hidden_states (0: embeddings; the last: after the final norm), the logits of \
      the next token where the model has an unembedding, and ids with offsets.
      """)

  @Option(
    help: ArgumentHelp(
      "A folder with config.json, safetensors and tokenizer, a checkpoint of llama2.c, or a name "
        + "under the weights root.", valueName: "path"))
  var model: String

  @Option(help: ArgumentHelp("A file of JSONL, plain or gzip.", valueName: "file"))
  var input: String

  @Option(help: ArgumentHelp("all, last, or numbers such as 0,3-5.", valueName: "layers"))
  var layers = "all"

  @Flag(inversion: .prefixedNo, help: "Write the logits of the next token.")
  var logits = true

  @Option(help: ArgumentHelp("Where to write.", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "first, last, mean or all (default: last; mean for models that see both sides)",
      valueName: "tokens"))
  var position: String?

  @Option(help: ArgumentHelp("Column of the texts.", valueName: "column"))
  var text = "text"

  @Option(help: ArgumentHelp("Longest input (default: the model's context).", valueName: "tokens"))
  var context: Int?

  @Option(help: ArgumentHelp("Tokens computed at a time.", valueName: "tokens"))
  var batchTokens = ActivationPass.defaultBatchTokens

  @Option(
    help: ArgumentHelp(
      "Memory for weights, such as 2G: a larger model is read in sections (default: half of what "
        + "there is)", valueName: "size"))
  var memory: ByteSize?

  @Flag(help: "Read the weights layer by layer, however much memory there is.")
  var stream = false

  @OptionGroup var weights: WeightsOption

  @Option(help: ArgumentHelp("Cores to use (default: all).", valueName: "count"))
  var workers: Int?

  @Flag(help: "Replace an existing output.")
  var force = false

  @Flag(help: "Show no progress.")
  var quiet = false

  func validate() throws {
    if LayerSelection(layers) == nil {
      throw ValidationError("--layers is '\(layers)'; write all, last, or numbers such as 0,3-5")
    }
    if let position, ActivationRequest.Position(rawValue: position) == nil {
      let known = ActivationRequest.Position.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--position is '\(position)'; write one of: \(known)")
    }
    for (name, value) in [
      ("context", context), ("batch-tokens", batchTokens), ("workers", workers),
    ] {
      if let value, value < 1 { throw ValidationError("--\(name) is \(value); give at least 1") }
    }
    if stream, memory != nil {
      throw ValidationError("--stream and --memory say two things; keep one of them")
    }
    if !force, FileManager.default.fileExists(atPath: output) {
      throw ValidationError("\(output) exists; name another --output, or replace it with --force")
    }
  }

  func run() throws {
    let folder = try WeightsRoot(weights.path).folder(pathOrName: model)
    let pretrained = try PretrainedTransformer(folder)
    let layout = pretrained.layout
    let request = try request(layout)
    let inputs = try ActivationInputs(
      InputRows(path: input, column: text), of: input, for: pretrained, context: context)
    if inputs.shortened > 0 {
      StandardError.write(
        "\(inputs.shortened) of \(inputs.tokens.count) inputs are longer than \(inputs.context) tokens "
          + "and were cut\n")
    }
    let pass = try ActivationPass(
      pretrained, request, memory: stream ? 0 : memory?.bytes,
      batchTokens: batchTokens, scratch: outputFolder)
    var attributes = inputs.attributes
    attributes["model"] = .text(URL(fileURLWithPath: folder.path).lastPathComponent)
    attributes["family"] = .text(pretrained.kind)
    attributes["weights-sha256"] = .text(try Fingerprint(ofFiles: folder.files).description)
    attributes["program"] = .text("w2s \(Program.version)")
    attributes["hdf5"] = .text(HDF5Version.text)
    let team = WorkerTeam(threads: workers ?? ProcessInfo.processInfo.activeProcessorCount)
    let line = PassProgress(isQuiet: quiet, isStreamed: pass.isStreamed)
    defer { line.finish() }
    try ActivationFile(pass, inputs.tokens, attributes: attributes)
      .write(to: output, team: team) { line.update($0) }
  }

  private var outputFolder: ScratchFolder {
    ScratchFolder(
      URL(fileURLWithPath: output).deletingLastPathComponent().path,
      remedy: "write the output elsewhere")
  }

  private func request(_ layout: TransformerLayout) throws -> ActivationRequest {
    guard let layers = LayerSelection(layers)?.layers(of: layout.layers) else {
      throw ValidationError(
        "--layers is '\(layers)' and the model has hidden states 0 to \(layout.layers); choose among these"
      )
    }
    let standard: ActivationRequest.Position = layout.isCausal ? .last : .mean
    return ActivationRequest(
      layers: layers,
      position: position.flatMap { ActivationRequest.Position(rawValue: $0) } ?? standard,
      logits: logits && layout.unembedding != .none)
  }
}
