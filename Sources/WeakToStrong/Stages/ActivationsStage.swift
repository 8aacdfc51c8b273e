import Datasets
import Foundation
import Models
import Storage
import Training

/// The last hidden states of a frozen pretrained model on a split, one row for each example: what the
/// linear heads of all seeds, methods and losses are trained on.
///
/// Artifact: `features` [n, width]; of pairs [n, 2 · width], one after the other.
package struct ActivationsStage: Stage {
  package static let kind = "activations"
  package static let revision = 2

  package var task: Fingerprint
  package var tokens: Fingerprint
  package var split: Split
  /// The model without what concerns its head.
  package var model: Pretrained
  /// The content of the model's files.
  package var weights: Fingerprint

  package init(
    task: Fingerprint, tokens: Fingerprint, split: Split, model: Pretrained, weights: Fingerprint
  ) {
    self.task = task
    self.tokens = tokens
    self.split = split
    self.model = model.body
    self.weights = weights
  }

  package var dependencies: [Fingerprint] { [task, tokens] }

  package func run(_ context: StageContext) throws -> Artifact {
    let source = try model.source(in: WeightsRoot(context.weightsRoot))
    let layout = source.layout
    let (inputs, sequences) = try inputs(vocabulary: layout.vocabulary, context)
    let packed =
      inputs
      .truncated(to: min(model.contextLength ?? layout.context, layout.context))
    let pooling = model.pooling ?? source.pooling
    let pass = try ActivationPass(
      source, ActivationRequest(layers: [layout.layers], position: pooling.position),
      scratch: ScratchFolder(
        FileManager.default.temporaryDirectory.path, remedy: "name another folder with TMPDIR"))
    var features: [Float] = []
    features.reserveCapacity(packed.count * layout.width)
    try pass.run(
      packed, team: context.team,
      progress: { fraction in
        context.progress(fraction)
        if context.shouldStop() { throw StageStopped() }
      }, sink: { _, values in features += values })
    let shape = [packed.count / sequences, layout.width * sequences]
    var artifact = Artifact(arrays: [
      "features": StoredArray(
        shape: shape, values: .float32(features),
        attributes: ["axes": .texts(["example", "feature"])])
    ])
    artifact.attributes = [
      "split": .text(split.rawValue), "layer": .integer(layout.layers),
      "pooling": .text(pooling.rawValue), "width": .integer(layout.width),
    ]
    return artifact
  }

  /// The stored hidden states as what a head reads.
  static func examples(_ activations: Fingerprint, _ context: StageContext) throws -> ExampleSet {
    let artifact = try context.artifact(activations, ["features"])
    let file = context.place(activations)
    let shape = try artifact.array("features", in: file).shape
    return ExampleSet(
      .features(
        values: try artifact.float32("features", in: file), rows: shape[0],
        columns: shape.dropFirst().reduce(1, *)))
  }

  /// The tokens, and how many sequences an example has.
  private func inputs(
    vocabulary: Int, _ context: StageContext
  ) throws -> (PackedTokens, sequences: Int) {
    func unsuitable(_ problem: String, _ remedy: String) -> TrainingError {
      .unsuitableData(set: split.rawValue, problem: problem, remedy: remedy)
    }
    let (packed, sequences): (PackedTokens, Int)
    switch try TaskArtifact.inputs(of: split, task: task, tokens: tokens, context).inputs {
    case .tokens(let tokens), .choices(let tokens, among: _): (packed, sequences) = (tokens, 1)
    case .pairs(let tokens): (packed, sequences) = (tokens, 2)
    case .features: throw unsuitable("examples are features", "choose a model that reads them")
    }
    if let empty = (0..<packed.count).first(where: { packed.length(of: $0) == 0 }) {
      throw unsuitable("example \(empty) has no tokens", "remove empty texts")
    }
    if let id = packed.ids.first(where: { $0 < 0 || Int($0) >= vocabulary }) {
      throw unsuitable(
        "token \(id) lies outside the model's vocabulary of \(vocabulary)",
        "use the tokenizer of this model")
    }
    return (packed, sequences)
  }
}

extension Pretrained {
  /// The same model with nothing said of its head: models that differ in that alone share their
  /// hidden states.
  package var body: Pretrained {
    var body = Pretrained(weights: weights)
    (body.layers, body.pooling, body.contextLength) = (layers, pooling, contextLength)
    body.finetuning = .head
    return body
  }
}

extension Pooling {
  fileprivate var position: ActivationRequest.Position {
    switch self {
    case .last: .last
    case .first: .first
    case .mean: .mean
    }
  }
}
