import Autograd
import Configuration

/// A pretrained model from a folder, perhaps cut, with a new head: written `weights: NAME` in an
/// experiment file.
package struct Pretrained: Architecture {
  /// The folder's name under the root of weights, or its path.
  package var weights = ""
  /// Blocks to keep, from the first; nil for all.
  package var layers: Int?
  /// Nil for the family's own: the mean for BERT, the last token for decoders.
  package var pooling: Pooling?
  /// One token for each class; with their unembeddings the head begins. Without, it is zero.
  package var headTokens: [String] = []
  package var headBias = false
  package var finetuning = Finetuning.full
  package var lora = LoRA()
  /// The longest sequence that is read; nil for the model's own.
  package var contextLength: Int?
  /// Whether blocks are computed again in the backward pass instead of being kept.
  package var checkpointing = false

  package init() {}

  package init(weights: String) { self.weights = weights }

  package static let name = "pretrained"
  package static let summary = "pretrained model of a folder, with a new head"
  package static let source = "Burns et al. 2023, section 3 and appendix A.1"
  package static let reads = InputKind.tokens
  package static var fields: [Field<Self>] {
    [
      Field(
        "weights", \.weights, "folder of the model, under the root of weights or a path",
        required: true),
      Field(
        "layers", \.layers, "blocks to keep, from the first; all unless given",
        check: Check("of at least 1") { $0 ?? 1 >= 1 }),
      Field("pooling", \.pooling, "what the head reads; the family's own unless given"),
      Field("head-tokens", \.headTokens, "tokens whose unembeddings begin the head, one a class"),
      Field("head-bias", \.headBias, "give the head a bias"),
      Field("finetuning", \.finetuning, "what is trained"),
      Field("lora", \.lora, "the additions of finetuning: lora"),
      Field(
        "context", \.contextLength, "longest sequence; the model's own unless given",
        check: Check("of at least 1") { $0 ?? 1 >= 1 }),
      Field("checkpointing", \.checkpointing, "compute blocks again instead of keeping them"),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    if let found = node["lora"], finetuning != .lora, lora != LoRA() {
      diagnostics.report(
        "lora is set and finetuning is \(finetuning.rawValue)", at: found.mark,
        remedy: "write finetuning: lora, or remove it")
    }
  }

  package var weightsName: String? { weights }
  package var context: Int? { contextLength }

  package func validate(weights root: WeightsRoot) throws(ModelError) {
    _ = try source(in: root)
  }

  /// The model that it names, checked.
  package func source(in root: WeightsRoot) throws(ModelError) -> PretrainedTransformer {
    try PretrainedTransformer(try root.folder(weights), layers: layers)
  }

  package func build(
    _ shape: ModelShape, seed: UInt64, weights root: WeightsRoot
  ) throws(ModelError) -> any Model {
    if case .features(let columns) = shape.input, finetuning == .head {
      return try probe(shape, columns: columns, try source(in: root))
    }
    if case .choices(let vocabulary) = shape.input {
      return try choiceModel(shape, vocabulary: vocabulary, seed: seed, weights: root)
    }
    let vocabulary = try vocabulary(of: shape)
    let source = try source(in: root)
    let layout = source.layout
    try check(source, vocabulary: vocabulary)
    let head = try headWeights(shape, source)
    let assembly = WeightAssembly(
      source.checkpoint, isTrained: finetuning == .full,
      lora: finetuning == .lora ? lora : nil)
    let model = try TransformerModel(
      assembly, layout, shape: shape, pooling: pooling ?? source.pooling, headBias: headBias,
      context: contextLength ?? layout.context, finetuning: finetuning,
      checkpointing: checkpointing)
    try assembly.finish(seed: seed)
    if let head { model.head.weight.set(head) }
    return model
  }

  package func checkGenerative(weights root: WeightsRoot) throws(ModelError) {
    try source(in: root).checkGenerative()
  }

  package func checkChoices(weights root: WeightsRoot) throws(ModelError) {
    let source = try source(in: root)
    try source.checkGenerative()
    try checkLearnsTokens(source)
    if !headTokens.isEmpty { throw Self.headless("head-tokens") }
    if headBias { throw Self.headless("head-bias") }
    if pooling != nil { throw Self.headless("pooling") }
  }

  private func checkLearnsTokens(_ source: PretrainedTransformer) throws(ModelError) {
    guard finetuning != .head else {
      throw .unusableModel(
        file: source.folder.path, problem: "with finetuning: head no text can be learned",
        remedy: "write finetuning: full or lora")
    }
  }

  package func languageModel(
    vocabulary: Int, seed: UInt64, weights root: WeightsRoot
  ) throws(ModelError) -> LanguageModel {
    let source = try source(in: root)
    try check(source, vocabulary: vocabulary)
    try checkLearnsTokens(source)
    let assembly = WeightAssembly(
      source.checkpoint, isTrained: finetuning == .full,
      lora: finetuning == .lora ? lora : nil, writesTokens: true)
    return try source.languageModel(
      assembly, seed: seed, context: contextLength ?? source.layout.context,
      checkpointing: checkpointing)
  }

  /// As a model of the same family; its vocabulary is the pretrained model's.
  package func checkpointForm(
    vocabulary: Int, weights root: WeightsRoot
  ) throws(ModelError) -> CheckpointForm {
    let source = try source(in: root)
    guard finetuning == .full else {
      throw .unusableModel(
        file: source.folder.path,
        problem: "with finetuning: \(finetuning.rawValue) its weights stay in their file",
        remedy: "write finetuning: full")
    }
    return try CheckpointForm(
      source.layout, try TransformerFamilies.family(source.folder.config),
      place: source.folder.path)
  }

  private func check(
    _ source: PretrainedTransformer, vocabulary: Int
  ) throws(ModelError) {
    let layout = source.layout
    guard vocabulary <= layout.vocabulary else {
      throw .unusableModel(
        file: source.folder.path,
        problem: "the tokenizer has \(vocabulary) tokens, the model \(layout.vocabulary)",
        remedy: "use the tokenizer of this model")
    }
    if let contextLength, contextLength > layout.context {
      throw .unusableModel(
        file: source.folder.path,
        problem: "context \(contextLength) is more than the model's \(layout.context)",
        remedy: "choose at most \(layout.context)")
    }
  }

  /// The head alone, for hidden states that were computed before: the same as `trainedPart` of the
  /// whole model, without reading its weights.
  private func probe(
    _ shape: ModelShape, columns: Int, _ source: PretrainedTransformer
  ) throws(ModelError) -> any Model {
    let width = source.layout.width
    guard columns.isMultiple(of: width), columns > 0 else {
      throw .unusableModel(
        file: source.folder.path,
        problem: "hidden states of width \(columns), the model's is \(width)",
        remedy: "compute them again")
    }
    let sequences = columns / width
    let initial = try headWeights(shape, source)
    let store = ParameterStore()
    let head = Head(store, inputs: width, outputs: shape.outputs / sequences, bias: headBias)
    store.seal()
    if let initial { head.weight.set(initial) }
    return HeadModel(shape: shape, parameters: store, head: head, sequences: sequences)
  }

  /// The unembeddings of the head's tokens; nil for a head of zeros.
  private func headWeights(
    _ shape: ModelShape, _ source: PretrainedTransformer
  ) throws(ModelError) -> [Float]? {
    guard let tokens = shape.headTokens else {
      precondition(headTokens.isEmpty, "head-tokens are resolved by whoever has the tokenizer")
      return nil
    }
    guard shape.input.sequences == 1, tokens.count == shape.outputs else {
      throw .invalidConfiguration(
        architecture: Self.name,
        problem: "\(tokens.count) head-tokens for \(shape.outputs) outputs",
        remedy: "give one token for each class")
    }
    return try source.unembeddingRows(tokens)
  }

  /// An estimate of cost: what is wrong with the weights is said where they are checked.
  package func hiddenWidth(weights: WeightsRoot) -> Int? { try? source(in: weights).layout.width }

  package func activeWeights(_ shape: ModelShape, weights root: WeightsRoot) -> Int {
    do {
      return try source(in: root).layout.activeWeights
    } catch {
      return 0
    }
  }
}
