import Configuration

/// A task that is made up: features and their true targets, without any file.
package protocol Generator: NamedConfigurable {
  /// Features in a row.
  var columns: Int { get }
  /// Examples of one split.
  ///
  /// The truth depends on `seed` alone; the examples on `seed` and `split`, each row on its number
  /// too, so that a split that is made longer keeps the rows it had.
  /// - Returns: `features` [rows, columns], `targets` [rows, 1].
  func examples(rows: Int, split: Split, seed: UInt64) -> (features: [Float], targets: [Float])
}

/// The generators, by name. Add one: a file with its type, a line here.
package enum Generators {
  package static let all: [any Generator.Type] = [ReLUNetworkGenerator.self]
}

/// One of `Generators.all`, written `{generator: relu-network, dimension: 32, …}`.
package struct GeneratorChoice: ConfigurationValue, Codable, Equatable {
  package let generator: any Generator

  package init(_ generator: any Generator) { self.generator = generator }

  package static var schema: ValueSchema {
    .tagged(tag: "generator", Generators.all.map { $0.variantSchema })
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> GeneratorChoice? {
    let value = Variant.decodeTagged(
      node, tag: "generator", among: Generators.all, &diagnostics)
    return (value as? any Generator).map { GeneratorChoice($0) }
  }

  package var node: Node { Variant.taggedNode(generator, tag: "generator") }

  package static func == (left: Self, right: Self) -> Bool {
    Variant.equal(left.generator, right.generator)
  }

  package init(from decoder: any Decoder) throws {
    let value = try Variant.decode(from: decoder, among: Generators.all)
    guard let generator = value as? any Generator else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no generator"))
    }
    self.generator = generator
  }

  package func encode(to encoder: any Encoder) throws {
    try Variant.encode(generator, to: encoder)
  }
}
