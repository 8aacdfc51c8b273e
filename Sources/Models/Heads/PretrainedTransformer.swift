import Autograd

/// A pretrained transformer that is checked and not yet read: its parts can be built all together,
/// or one after the other, each with memory of its own that goes with it, so that a model larger
/// than memory runs layer by layer.
package struct PretrainedTransformer: Sendable {
  package let folder: ModelFolder
  package let layout: TransformerLayout
  /// As its configuration calls its kind: `bert`, `qwen2`.
  package let kind: String
  /// Weights of the body as it is cut, and of the unembedding where it has one of its own.
  package let weightCount: Int
  /// What a head reads unless told otherwise.
  package let pooling: Pooling
  let checkpoint: Checkpoint
  private let rotary: RotaryTable?

  /// Checks the configuration, and by the headers that every tensor is there, in its shape, and none
  /// that is not known.
  /// - Parameter layers: how many blocks to keep, from the first; nil for all.
  package init(_ folder: ModelFolder, layers: Int? = nil) throws(ModelError) {
    let family = try TransformerFamilies.family(folder.config)
    var layout = try family.layout(folder.config)
    checkpoint = Checkpoint(folder.weights, family.names)
    pooling = family.pooling
    // Files of a body alone, or of a classifier, have no unembedding.
    if layout.unembedding == .separate, !checkpoint.contains("unembedding.weight"),
      !checkpoint.hasPrefix || folder.weights["score.weight"] != nil
    {
      layout.unembedding = .none
    }
    // The whole file is checked, also where the model is cut.
    let inventory = WeightAssembly()
    _ = try Transformer(inventory, layout)
    try checkpoint.check(inventory.store.parameters.map { ($0.name, $0.shape) })
    if let layers {
      guard 1...layout.layers ~= layers else {
        throw .unusableModel(
          file: folder.path, problem: "the model has \(layout.layers) layers, not \(layers)",
          remedy: "choose 1 to \(layout.layers)")
      }
      layout = layout.cut(to: layers)
    }
    // Counted without a checkpoint: with one, every tensor would be mapped, and all may be too many.
    let kept = WeightAssembly()
    _ = try Transformer(kept, layout)
    weightCount = kept.store.weightCount
    kind = try folder.config.text("model_type")
    self.folder = folder
    self.layout = layout
    rotary = layout.rotary.map(RotaryTable.init)
  }

  /// One part of the model with frozen weights.
  private func part<Part>(
    _ build: (WeightAssembly) throws(ModelError) -> Part
  ) throws(ModelError) -> Part {
    let assembly = WeightAssembly(checkpoint, isTrained: false)
    let part = try build(assembly)
    try assembly.finish(seed: 0)
    return part
  }

  package func embedding() throws(ModelError) -> TransformerEmbedding {
    try part { assembly throws(ModelError) in try TransformerEmbedding(assembly, layout) }
  }

  /// Block k, counted from 0.
  package func block(_ k: Int) throws(ModelError) -> TransformerBlock {
    try part { assembly throws(ModelError) in
      try TransformerBlock(assembly, layout, layer: k, rotary: rotary)
    }
  }

  /// The norm after the last block; nil where the family has none.
  package func norm() throws(ModelError) -> TransformerNorm? {
    guard layout.hasFinalNorm else { return nil }
    return try part { assembly throws(ModelError) in TransformerNorm(assembly, layout) }
  }

  /// Nil where there is none.
  package func unembedding() throws(ModelError) -> TransformerUnembedding? {
    try part { assembly throws(ModelError) in try TransformerUnembedding(assembly, layout) }
  }

  /// The whole model with its unembedding.
  /// - Parameter isTrained: whether weights have gradients; they are float32 then.
  package func languageModel(isTrained: Bool = false) throws(ModelError) -> LanguageModel {
    try languageModel(
      WeightAssembly(checkpoint, isTrained: isTrained, writesTokens: true), seed: 0,
      context: layout.context)
  }

  /// - Parameter assembly: takes up the model; says what of it is trained.
  func languageModel(
    _ assembly: WeightAssembly, seed: UInt64, context: Int, checkpointing: Bool = false
  ) throws(ModelError) -> LanguageModel {
    try checkGenerative()
    let transformer = try Transformer(assembly, layout, checkpointing: checkpointing)
    try assembly.finish(seed: seed)
    return LanguageModel(transformer, assembly, context: context)
  }

  func checkGenerative() throws(ModelError) {
    guard layout.unembedding != .none, layout.isCausal else {
      throw .unusableModel(
        file: folder.path, problem: "the model has no language-model head",
        remedy: "use a causal model with its unembedding")
    }
  }

  package func transformer(
    isTrained: Bool = false
  ) throws(ModelError) -> (Transformer, ParameterStore) {
    let assembly = WeightAssembly(checkpoint, isTrained: isTrained)
    let transformer = try Transformer(assembly, layout)
    try assembly.finish(seed: 0)
    return (transformer, assembly.store)
  }

  /// Rows of the unembedding for the given tokens: `ids_C → U_CE`, row by row.
  package func unembeddingRows(_ tokens: [Int32]) throws(ModelError) -> [Float] {
    let name = layout.unembedding == .tied ? "tokens.weight" : "unembedding.weight"
    guard layout.unembedding != .none else {
      throw .unusableModel(
        file: folder.path, problem: "the model has no unembedding for head-tokens",
        remedy: "leave head-tokens away, or use a causal model")
    }
    let tensor = try checkpoint.tensor(name, shape: [layout.vocabulary, layout.width])
    var rows: [Float] = []
    for token in tokens {
      guard 0..<layout.vocabulary ~= Int(token) else {
        throw .unusableModel(
          file: folder.path,
          problem: "token \(token) lies outside the vocabulary of \(layout.vocabulary)",
          remedy: "use the tokenizer of this model")
      }
      rows += try tensor.rows(Int(token)..<Int(token) + 1).floats()
    }
    return rows
  }
}
