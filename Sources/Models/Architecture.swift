import Configuration

/// A family of models: its configuration is what stands in an experiment file, and it builds the
/// model.
package protocol Architecture: NamedConfigurable {
  /// Builds the model with its initial weights.
  /// - Parameter seed: of the streams `initialization/<parameter>`; the same seed gives the same
  ///   bytes.
  func build(_ shape: ModelShape, seed: UInt64) throws(ModelError) -> any Model
}

/// Every architecture that an experiment file can name.
package enum Architectures {
  package static let all: [any Architecture.Type] = [
    GPT.self, MultilayerPerceptron.self, RandomFeatures.self, LinearModel.self,
  ]
}

extension Architecture {
  /// The number of features, or an error if the task gives something else.
  func features(of shape: ModelShape) throws(ModelError) -> Int {
    guard case .features(let count) = shape.input else {
      throw .unsuitableInput(
        architecture: Self.name, wants: "features", got: shape.input.description)
    }
    return count
  }

  /// The vocabulary, or an error if the task gives something else.
  func vocabulary(of shape: ModelShape) throws(ModelError) -> Int {
    guard case .tokens(let vocabulary) = shape.input else {
      throw .unsuitableInput(
        architecture: Self.name, wants: "tokens", got: shape.input.description)
    }
    return vocabulary
  }
}
