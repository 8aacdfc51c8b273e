import Configuration

/// The tokenizer of a model: `byte`, `bpe`, `{kind: bpe, vocabulary: 8192}` or `{path: …}`.
package struct TokenizerConfiguration: ConfigurationValue, Codable, Equatable {
  package var source: any TokenizerSource

  package init(_ source: any TokenizerSource = TrainedTokenizerSource()) { self.source = source }

  package static var schema: ValueSchema {
    .anyOf([
      .choice(TokenizerSources.all.map { $0.name }),
      .tagged(tag: "kind", TokenizerSources.all.map { $0.variantSchema }),
    ])
  }

  package static func decode(
    _ node: Node, _ diagnostics: inout Diagnostics
  ) -> TokenizerConfiguration? {
    let value: (any NamedConfigurable)?
    if case .scalar = node.content {
      value = Variant.decode(node, noun: "tokenizer", among: TokenizerSources.all, &diagnostics)
    } else {
      value = Variant.decodeTagged(
        node, tag: "kind", fallback: node["path"] == nil ? nil : FileTokenizerSource.name,
        among: TokenizerSources.all, &diagnostics)
    }
    return (value as? any TokenizerSource).map { TokenizerConfiguration($0) }
  }

  package var node: Node { Variant.taggedNode(source, tag: "kind") }

  package static func == (left: Self, right: Self) -> Bool {
    Variant.equal(left.source, right.source)
  }

  package init(from decoder: any Decoder) throws {
    let value = try Variant.decode(from: decoder, among: TokenizerSources.all)
    guard let source = value as? any TokenizerSource else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no tokenizer"))
    }
    self.source = source
  }

  package func encode(to encoder: any Encoder) throws {
    try Variant.encode(source, to: encoder)
  }
}

extension MaterializedTask {
  /// What a vocabulary may be made from: the texts of supervisor and transfer, without labels.
  package var vocabularyTexts: [String] { supervisor.texts + transfer.texts }
}
