import Configuration

/// A family of models: its configuration is what stands in an experiment file, and it builds the
/// model.
package protocol Architecture: NamedConfigurable {
  /// Builds the model with its initial weights.
  /// - Parameters:
  ///   - seed: of the streams `initialization/<parameter>`; the same seed gives the same bytes.
  ///   - weights: where pretrained models lie.
  func build(
    _ shape: ModelShape, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> any Model

  /// Builds the model as one that predicts the next token: for decoders alone.
  func languageModel(
    vocabulary: Int, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> LanguageModel

  /// Refuses a model that cannot predict the next token, as far as can be said without building it.
  func checkGenerative(weights: WeightsRoot) throws(ModelError)

  /// How a language model of this architecture is written as a folder; refuses one that cannot be.
  func checkpointForm(
    vocabulary: Int, weights: WeightsRoot
  ) throws(ModelError) -> CheckpointForm

  /// Refuses a model that cannot choose the next token among some, as far as can be said without
  /// building it.
  func checkChoices(weights: WeightsRoot) throws(ModelError)

  /// The pretrained model that this begins with; nil from scratch.
  var weightsName: String? { get }

  /// Checks the pretrained weights that it names, as far as that can be done without reading them.
  func validate(weights: WeightsRoot) throws(ModelError)

  /// What it reads.
  static var reads: InputKind { get }

  /// The weights that each token, or each row of features, is multiplied with: what a forward pass
  /// costs, without embeddings and attention scores.
  func activeWeights(_ shape: ModelShape, weights: WeightsRoot) -> Int

  /// How many numbers its head reads of an example, or of each side of a pair; nil where that follows
  /// from the task alone.
  func hiddenWidth(weights: WeightsRoot) -> Int?

  /// The longest sequence that is read, as far as the configuration says; nil where features are.
  var context: Int? { get }
}

extension Architecture {
  package var context: Int? { nil }
  package func hiddenWidth(weights: WeightsRoot) -> Int? { nil }
  package var weightsName: String? { nil }
  package func validate(weights: WeightsRoot) throws(ModelError) {}

  package func languageModel(
    vocabulary: Int, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> LanguageModel {
    throw .notGenerative(Self.name)
  }

  package func checkGenerative(weights: WeightsRoot) throws(ModelError) {
    throw .notGenerative(Self.name)
  }

  package func checkpointForm(
    vocabulary: Int, weights: WeightsRoot
  ) throws(ModelError) -> CheckpointForm {
    throw .notGenerative(Self.name)
  }

  package func checkChoices(weights: WeightsRoot) throws(ModelError) {
    try checkGenerative(weights: weights)
  }

  /// The language model as one that chooses what follows; of what a head has nothing is set.
  func choiceModel(
    _ shape: ModelShape, vocabulary: Int, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> ChoiceModel {
    try checkChoices(weights: weights)
    guard shape.outputs > 1 else {
      throw .invalidConfiguration(
        architecture: Self.name, problem: "one output, which is that of no choice",
        remedy: "give one output more than an example has choices")
    }
    guard shape.headTokens == nil else { throw Self.headless("head-tokens") }
    let language = try languageModel(vocabulary: vocabulary, seed: seed, weights: weights)
    if let context = language.context, context < 2 {
      throw .invalidConfiguration(
        architecture: Self.name,
        problem: "context \(context) has no place for the first token of a choice",
        remedy: "give a context of at least 2")
    }
    return ChoiceModel(language, shape: shape)
  }

  /// A setting of a head, where the next token is predicted and there is none.
  static func headless(_ setting: String) -> ModelError {
    .invalidConfiguration(
      architecture: name,
      problem: "\(setting) is set, and a model that chooses the next token has no head",
      remedy: "remove \(setting)")
  }
}

/// What an architecture reads: texts as tokens, or vectors of numbers.
package enum InputKind: Sendable { case tokens, features }

/// Every architecture that an experiment file can name.
package enum Architectures {
  package static let all: [any Architecture.Type] = [
    GPT.self, Llama.self, GPTNeoX.self, BERT.self, Pretrained.self, BagOfWords.self,
    MultilayerPerceptron.self,
    RandomFeatures.self, LinearModel.self,
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

  /// The number of features, 0 for tokens.
  func featureCount(_ shape: ModelShape) -> Int {
    if case .features(let count) = shape.input { count } else { 0 }
  }

  /// The vocabulary, or an error if the task gives something else.
  func vocabulary(of shape: ModelShape) throws(ModelError) -> Int {
    switch shape.input {
    case .tokens(let vocabulary): return vocabulary
    case .pairs(let vocabulary):
      guard shape.outputs == 2 else {
        throw .invalidConfiguration(
          architecture: Self.name, problem: "\(shape.outputs) outputs for pairs of sequences",
          remedy: "give pairs two classes")
      }
      return vocabulary
    case .choices: throw .notGenerative(Self.name)
    case .features:
      throw .unsuitableInput(
        architecture: Self.name, wants: "tokens", got: shape.input.description)
    }
  }
}
