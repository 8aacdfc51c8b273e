import Foundation
import Models
import Storage
import Training

/// A finished training as it is stored: for each selection `<selection>/parameters/<name>`, the curve,
/// and in attributes the model, what it reads and gives, and the seed that it began from.
enum StoredTraining {
  /// - Parameter sharing: whether two selections of the same step are stored once (attribute
  ///   `<selection>-parameters`): pretrained models are large.
  static func artifact(
    of trainer: Trainer, model: ModelConfiguration, shape: ModelShape, seed: UInt64,
    initializationSeed: UInt64, sharing: Bool
  ) -> Artifact {
    var artifact = Artifact(arrays: trainer.curve.arrays)
    var stored: [(step: AttributeValue?, selection: Selection)] = []
    for selection in trainer.configuration.selection.values {
      let checkpoint = trainer.checkpoint(selection)
      let step = checkpoint.attributes["step"]
      artifact.attributes["\(selection.rawValue)-step"] = step
      if sharing, let same = stored.first(where: { $0.step == step }) {
        artifact.attributes[Self.sharing(selection)] = .text(same.selection.rawValue)
        continue
      }
      stored.append((step, selection))
      for (name, array) in checkpoint.arrays {
        artifact["\(selection.rawValue)/\(name)"] = array
      }
    }
    artifact.attributes["steps"] = .integer(trainer.steps)
    artifact.attributes["seed"] = .integer(Int(seed))
    artifact.attributes["initialization-seed"] = .integer(Int(initializationSeed))
    artifact.attributes["sets"] = .texts(trainer.curve.points.first?.sets.map(\.set) ?? [])
    artifact.attributes["weights"] = .integer(trainer.model.weightCount)
    artifact.attributes["model"] = .text(CanonicalJSON.text(of: model))
    artifact.attributes["shape"] = .text(CanonicalJSON.text(of: shape))
    return artifact
  }

  /// The attribute that names the selection whose parameters are this one's too.
  private static func sharing(_ selection: Selection) -> String {
    "\(selection.rawValue)-parameters"
  }

  /// What a selection chose, as `parameters/<name>`.
  static func checkpoint(_ selection: Selection, of artifact: Artifact) -> Artifact {
    var prefix = "\(selection.rawValue)/"
    if case .text(let same)? = artifact.attributes[sharing(selection)] { prefix = same + "/" }
    var checkpoint = Artifact()
    for (name, array) in artifact.arrays where name.hasPrefix(prefix) {
      checkpoint[String(name.dropFirst(prefix.count))] = array
    }
    return checkpoint
  }

  static func model(of artifact: Artifact, file: String) throws -> ModelConfiguration {
    try decode(ModelConfiguration.self, "model", of: artifact, file: file)
  }

  static func shape(of artifact: Artifact, file: String) throws -> ModelShape {
    try decode(ModelShape.self, "shape", of: artifact, file: file)
  }

  static func initializationSeed(of artifact: Artifact, file: String) throws -> UInt64 {
    UInt64(try artifact.integer("initialization-seed", in: file))
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ name: String, of artifact: Artifact, file: String
  ) throws -> Value {
    let text = try artifact.text(attribute: name, in: file)
    return try JSONDecoder().decode(type, from: Data(text.utf8))
  }
}

extension Trainer {
  /// Trains to the end, from a saved state where there is one, and saves the state now and then.
  /// Throws `StageStopped` after saving it when asked to stop.
  func finish(_ context: StageContext) throws {
    if let state = try context.savedState() { try restore(state, from: context.statePlace) }
    while true {
      let outcome = try run(
        shouldStop: { context.shouldStop() || context.isStateDue() },
        progress: { context.progress(Double($0.step) / Double($0.steps)) })
      if outcome == .finished { return }
      try context.saveState(state)
      if context.shouldStop() { throw StageStopped() }
    }
  }
}
