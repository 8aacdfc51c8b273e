/// The variants of one kind: a plain array of types and what people call one of them.
package protocol VariantRegistry {
  /// What all of them are: `any LabelOperation`, for example.
  associatedtype Value
  static var noun: String { get }
  static var variants: [any NamedConfigurable.Type] { get }
}

/// One of a registry's variants as it stands in an experiment file (`name` or `name: {fields}`), in a
/// stage, and as a key: equal where variant and fields are.
package struct Choice<Registry: VariantRegistry>: ConfigurationValue, Codable, Hashable {
  package let named: any NamedConfigurable

  package init(_ value: any NamedConfigurable) {
    precondition(value is Registry.Value, "\(value) is no \(Registry.noun)")
    named = value
  }

  package var value: Registry.Value {
    guard let value = named as? Registry.Value else {
      preconditionFailure("\(named) is no \(Registry.noun)")
    }
    return value
  }

  package static var schema: ValueSchema {
    .variant(Registry.variants.map { $0.variantSchema })
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    Variant.decode(node, noun: Registry.noun, among: Registry.variants, &diagnostics)
      .map { Self($0) }
  }

  package var node: Node { Variant.node(named) }

  package init(from decoder: any Decoder) throws {
    self.init(try Variant.decode(from: decoder, among: Registry.variants))
  }

  package func encode(to encoder: any Encoder) throws { try Variant.encode(named, to: encoder) }

  package static func == (left: Self, right: Self) -> Bool {
    Variant.equal(left.named, right.named)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(node.text) }
}
