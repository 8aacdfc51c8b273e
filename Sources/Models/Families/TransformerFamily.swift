import Configuration

/// Checkpoints of one kind: what their `config.json` means, and how they name their tensors.
protocol TransformerFamily: Sendable {
  /// The values of `model_type` that it reads.
  static var modelTypes: [String] { get }
  /// What the model is made of; options that nothing here computes are errors.
  static func layout(_ config: ConfigFile) throws(ModelError) -> TransformerLayout
  static var names: CheckpointNames { get }
  /// What `config.json` says of a language model from scratch of that layout, so that `layout(_:)` gives
  /// the layout back; nil for families that are read and not written.
  static func configuration(of layout: TransformerLayout) -> [String: ConfigFile.Value]?
  /// What the head reads unless the experiment says otherwise.
  static var pooling: Pooling { get }
}

extension TransformerFamily {
  static func configuration(of layout: TransformerLayout) -> [String: ConfigFile.Value]? { nil }
}

/// Every kind of checkpoint that can be read.
enum TransformerFamilies {
  static let all: [any TransformerFamily.Type] = [
    GPT2.self, Llama.self, Qwen.self, GPTNeoX.self, BERT.self,
  ]

  /// The family that a configuration names.
  static func family(_ config: ConfigFile) throws(ModelError) -> any TransformerFamily.Type {
    let known = all.flatMap { $0.modelTypes }
    let type = try config.text("model_type")
    guard let family = all.first(where: { $0.modelTypes.contains(type) }) else {
      let hint = nearestName(to: type, among: known).map { "did you mean '\($0)'? " } ?? ""
      throw config.error(
        "model_type '\(type)' is not supported",
        "\(hint)use a model of: \(known.joined(separator: ", "))")
    }
    return family
  }
}
