import Configuration

/// An entry of `models:` as far as it concerns the network: the key `architecture` names the
/// family, the other keys are the family's own.
///
/// Keys that belong to others (`tokenizer`, `training`) are named in `ignoring` by whoever composes
/// the whole entry.
package struct ModelConfiguration: ConfigurationValue, Codable, Equatable {
  package static let tag = "architecture"
  /// The key that names a pretrained model, which needs no `architecture` beside it.
  package static let weightsKey = "weights"

  package var architecture: any Architecture

  package init(_ architecture: any Architecture) { self.architecture = architecture }

  package static var schema: ValueSchema {
    .tagged(tag: tag, Architectures.all.map { $0.variantSchema })
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    decode(node, ignoring: [], &diagnostics)
  }

  package static func decode(
    _ node: Node, ignoring: Set<String>, _ diagnostics: inout Diagnostics
  ) -> Self? {
    let value = Variant.decodeTagged(
      node, tag: tag, fallback: node[weightsKey] == nil ? nil : Pretrained.name,
      among: Architectures.all, ignoring: ignoring, &diagnostics)
    return (value as? any Architecture).map { Self($0) }
  }

  package var node: Node { Variant.taggedNode(architecture, tag: Self.tag) }

  package init(from decoder: any Decoder) throws {
    let value = try Variant.decode(from: decoder, among: Architectures.all)
    guard let architecture = value as? any Architecture else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an architecture"))
    }
    self.architecture = architecture
  }

  package func encode(to encoder: any Encoder) throws {
    try Variant.encode(architecture, to: encoder)
  }

  package static func == (left: Self, right: Self) -> Bool {
    Variant.equal(left.architecture, right.architecture)
  }

  package func build(
    _ shape: ModelShape, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> any Model {
    try architecture.build(shape, seed: seed, weights: weights)
  }

  package func languageModel(
    vocabulary: Int, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> LanguageModel {
    try architecture.languageModel(vocabulary: vocabulary, seed: seed, weights: weights)
  }
}
