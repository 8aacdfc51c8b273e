import Configuration

/// One value or a list of them: `widths: 16`, `widths: [16, 32]`, or `widths=16,32` as an argument.
package struct Several<Element>: ConfigurationValue, Codable, Equatable, ExpressibleByArrayLiteral
where Element: ConfigurationValue & Codable & Equatable {
  package var values: [Element]

  package init(_ values: [Element]) { self.values = values }
  package init(arrayLiteral elements: Element...) { values = elements }

  package init(from decoder: any Decoder) throws {
    values = try decoder.singleValueContainer().decode([Element].self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }

  package static var schema: ValueSchema { .anyOf([Element.schema, .list(Element.schema)]) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Several? {
    let nodes: [Node]
    switch node.content {
    case .sequence(let items): nodes = items
    case .scalar(let text, quoted: _):
      nodes = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        let word = part.drop { $0 == " " }
        return Node(.scalar(String(word), quoted: false), mark: node.mark)
      }
    default: nodes = [node]
    }
    let decoded = nodes.map { Element.decode($0, &diagnostics) }
    let values = decoded.compactMap { $0 }
    return values.count == decoded.count ? Several(values) : nil
  }

  package var node: Node { values.node }
}

extension Check {
  /// At least one value, all of them within the bounds, none twice.
  static func each<Element: Comparable & Hashable & Sendable>(
    within bounds: ClosedRange<Element>
  ) -> Check where Value == Several<Element> {
    Check(
      "or several, all different, between \(bounds.lowerBound) and \(bounds.upperBound)"
    ) {
      !$0.values.isEmpty && $0.values.allSatisfy(bounds.contains)
        && Set($0.values).count == $0.values.count
    }
  }
}
