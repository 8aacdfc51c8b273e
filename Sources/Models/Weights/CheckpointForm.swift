import Foundation

/// A language model as a folder that `Pretrained` and transformers read: `config.json` and
/// `model.safetensors`, named and laid out as the family's checkpoints are.
///
/// Made before anything is trained, so that a model that cannot be written is refused then.
package struct CheckpointForm: Sendable {
  package let layout: TransformerLayout
  /// As `model_type` says it: `gpt2`.
  package let kind: String
  private let names: CheckpointNames
  private let configuration: [String: ConfigFile.Value]

  /// - Parameter place: what asks for it, for messages.
  init(
    _ layout: TransformerLayout, _ family: any TransformerFamily.Type, place: String
  ) throws(ModelError) {
    func refuse(_ problem: String) -> ModelError {
      .unusableModel(
        file: place, problem: problem, remedy: "use a model of architecture gpt, llama or gpt-neox")
    }
    guard let kind = family.modelTypes.first, let configuration = family.configuration(of: layout)
    else { throw refuse("models of its kind can be read and not written") }
    var values = configuration
    values["model_type"] = .text(kind)
    values["torch_dtype"] = .text("float32")
    // Whoever reads it must get the same model.
    let file = ConfigFile(path: "\(place): config.json", values: values)
    guard try family.layout(file) == layout else {
      throw refuse("it has options that the configuration of a \(kind) cannot say")
    }
    self.layout = layout
    self.kind = kind
    names = family.names
    self.configuration = values
  }

  /// The files of a model of this form, in float32.
  package func files(of model: LanguageModel) throws(ModelError) -> [ModelFile] {
    precondition(model.transformer.layout == layout, "the model is of another form")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let config: Data
    do {
      config = try encoder.encode(configuration)
    } catch {
      throw .invalidConfiguration(
        architecture: kind, problem: "its configuration is not JSON (\(error))",
        remedy: "report this as a defect")
    }
    let tensors = model.parameters.parameters.map { parameter in
      SafetensorsWriter.Tensor(
        name: name(of: parameter.name), shape: parameter.shape, values: parameter.array)
    }
    return [
      ModelFile(name: "config.json", bytes: Array(config) + [UInt8(ascii: "\n")]),
      ModelFile(name: "model.safetensors", bytes: try SafetensorsWriter.bytes(of: tensors)),
    ]
  }

  private func name(of parameter: String) -> String {
    let stored = names.stored(parameter)[0]
    return parameter.hasPrefix("unembedding.") ? stored : names.prefix + stored
  }
}

/// A file of a model's folder.
package struct ModelFile: Sendable, Equatable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}
