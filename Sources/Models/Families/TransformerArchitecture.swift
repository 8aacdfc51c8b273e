import Autograd
import Configuration

/// A transformer from scratch that an experiment file can name.
protocol TransformerArchitecture: Architecture {
  func layout(vocabulary: Int) -> TransformerLayout
  /// Why the fields make no model, if they do not.
  var problem: (what: String, remedy: String)? { get }
  /// What the head reads.
  static var pooling: Pooling { get }
  /// Whether the head has a bias.
  var headBias: Bool { get }
  var contextLength: Int { get }
  /// As what its weights are written.
  static var family: any TransformerFamily.Type { get }
}

extension TransformerArchitecture {
  /// Reports what is wrong with the fields where the file gives the heads or the width.
  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    guard let (problem, remedy) = problem else { return }
    diagnostics.report(problem, at: (node["heads"] ?? node["width"] ?? node).mark, remedy: remedy)
  }

  /// Why heads do not fit the width.
  func headProblem(
    _ width: Int, _ heads: Int
  ) -> (what: String, remedy: String)? {
    width.isMultiple(of: heads)
      ? nil
      : ("\(heads) heads do not divide the width \(width)", "make width a multiple of heads")
  }

  package static var reads: InputKind { .tokens }

  package var context: Int? { contextLength }

  package func hiddenWidth(weights: WeightsRoot) -> Int? { layout(vocabulary: 1).width }

  package func build(
    _ shape: ModelShape, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> any Model {
    if case .choices(let vocabulary) = shape.input {
      return try choiceModel(shape, vocabulary: vocabulary, seed: seed, weights: weights)
    }
    return try model(shape, seed: seed)
  }

  /// The model as what it is, for those who want more of it than logits.
  package func model(_ shape: ModelShape, seed: UInt64) throws(ModelError) -> TransformerModel {
    let layout = try checkedLayout(shape)
    let assembly = WeightAssembly()
    let model = try TransformerModel(
      assembly, layout, shape: shape, pooling: Self.pooling, headBias: headBias,
      context: contextLength)
    try assembly.finish(seed: seed)
    return model
  }

  package func languageModel(
    vocabulary: Int, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> LanguageModel {
    try checkFields()
    let layout = layout(vocabulary: vocabulary)
    guard layout.isCausal else { throw .notGenerative(Self.name) }
    let assembly = WeightAssembly(writesTokens: true)
    let transformer = try Transformer(assembly, layout)
    try assembly.finish(seed: seed)
    return LanguageModel(transformer, assembly, context: contextLength)
  }

  package func checkpointForm(
    vocabulary: Int, weights: WeightsRoot
  ) throws(ModelError) -> CheckpointForm {
    try CheckpointForm(
      layout(vocabulary: vocabulary), Self.family, place: "architecture \(Self.name)")
  }

  package func checkGenerative(weights: WeightsRoot) throws(ModelError) {
    guard layout(vocabulary: 1).isCausal else { throw .notGenerative(Self.name) }
  }

  package func checkChoices(weights: WeightsRoot) throws(ModelError) {
    try checkGenerative(weights: weights)
    guard !headBias else { throw Self.headless("head-bias") }
  }

  private func checkFields() throws(ModelError) {
    if let (what, remedy) = problem {
      throw .invalidConfiguration(architecture: Self.name, problem: what, remedy: remedy)
    }
  }

  private func checkedLayout(_ shape: ModelShape) throws(ModelError) -> TransformerLayout {
    try checkFields()
    guard shape.headTokens == nil else {
      throw .invalidConfiguration(
        architecture: Self.name, problem: "its tokens mean nothing before it is trained",
        remedy: "leave head-tokens away")
    }
    return layout(vocabulary: try vocabulary(of: shape))
  }

  package func activeWeights(_ shape: ModelShape, weights: WeightsRoot) -> Int {
    layout(vocabulary: 1).activeWeights
  }
}
