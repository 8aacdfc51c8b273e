import Models
import Storage
import Training

/// The weights of an earlier training that a model begins with.
///
/// Parameters of the same name and shape are taken. What the earlier training has no weights for
/// begins as configured: the head after a generative training, the unembedding after a training on
/// labels. Everything else has to be there on both sides.
package struct InitialWeights: Codable, Equatable, Sendable {
  /// A `train` or `pretrain` stage.
  package var training: Fingerprint
  package var selection: Selection

  package init(_ training: Fingerprint, _ selection: Selection = .final) {
    self.training = training
    self.selection = selection
  }

  /// - Parameters:
  ///   - configuration: of the model.
  ///   - seed: that the model's own initial weights follow from.
  package func load(
    into model: any Model, of configuration: ModelConfiguration, seed: UInt64,
    _ context: StageContext
  ) throws {
    let artifact = try context.artifact(training, nil)
    let file = context.place(training)
    let checkpoint = StoredTraining.checkpoint(selection, of: artifact)
    let place = "\(file), \(selection.rawValue)"
    guard !checkpoint.arrays.isEmpty else {
      throw ModelError.unusableModel(
        file: file, problem: "there are no weights of selection \(selection.rawValue)",
        remedy: "name one of the selections of that training")
    }
    try checkFrozen(model, configuration, seed, artifact, file)
    let isGenerative = artifact.attributes["objective"] == .text(PretrainStage.objective)
    let own = model.parameters.trainable
    var found: [(parameter: Int, values: [Float])] = []
    var used: Set<String> = []
    for (index, parameter) in own.enumerated() {
      let name = "parameters/\(parameter.name)"
      guard let array = checkpoint[name] else {
        let begins = isGenerative ? "head." : "unembedding."
        if parameter.name.hasPrefix(begins) { continue }
        throw ModelError.missingParameter(parameter.name, from: place)
      }
      guard array.shape == parameter.shape else {
        throw ModelError.wrongShape(
          parameter: parameter.name, expected: parameter.shape, found: array.shape, from: place)
      }
      found.append((index, try checkpoint.float32(name, in: file)))
      used.insert(name)
    }
    try checkUnused(checkpoint, used, model, isGenerative, place)
    for (index, values) in found { own[index].set(values) }
  }

  /// What the earlier training holds and this model does not take up.
  private func checkUnused(
    _ checkpoint: Artifact, _ used: Set<String>, _ model: any Model, _ isGenerative: Bool,
    _ place: String
  ) throws(ModelError) {
    let dropped = isGenerative ? "unembedding." : "head."
    let isLanguageModel = model is LanguageModel
    for name in checkpoint.arrays.keys.sorted() where !used.contains(name) {
      let name = String(name.dropFirst("parameters/".count))
      if name.hasPrefix(dropped), isGenerative != isLanguageModel { continue }
      throw .unexpectedParameter(name, from: place)
    }
  }

  /// What is not trained is not stored either: it has to be the same on both sides.
  private func checkFrozen(
    _ model: any Model, _ configuration: ModelConfiguration, _ seed: UInt64,
    _ artifact: Artifact, _ file: String
  ) throws {
    let other = try StoredTraining.model(of: artifact, file: file)
    func unusable(_ problem: String, _ remedy: String) -> ModelError {
      .unusableModel(file: file, problem: problem, remedy: remedy)
    }
    switch (configuration.pretrained, other.pretrained) {
    case (nil, nil):
      let hasFrozen = model.parameters.parameters.contains { !$0.isTrainable }
      guard
        try !hasFrozen || seed == StoredTraining.initializationSeed(of: artifact, file: file)
      else {
        throw unusable(
          "its weights belong to other random features",
          "train on the same split with the same seed, or choose another architecture")
      }
    case (let own?, let other?):
      guard own.finetuning == other.finetuning else {
        throw unusable(
          "finetuning was \(other.finetuning.rawValue) there and is \(own.finetuning.rawValue) here",
          own.finetuning == .head
            ? "train the head on hidden states of that training"
            : "write the same on both sides")
      }
      guard own.finetuning == .full || (own.weights, own.layers) == (other.weights, other.layers)
      else {
        throw unusable(
          "frozen weights were of \(other.weights) there and are of \(own.weights) here",
          "use the same pretrained model and layers")
      }
      guard own.finetuning != .lora || own.lora == other.lora else {
        throw unusable("its low-rank additions are of other settings", "write the same lora")
      }
    case (let own, let other):
      guard own?.finetuning ?? .full == .full, other?.finetuning ?? .full == .full else {
        throw unusable(
          "weights from scratch and frozen pretrained ones do not go together",
          "write finetuning: full, or use one model on both sides")
      }
    }
  }
}
