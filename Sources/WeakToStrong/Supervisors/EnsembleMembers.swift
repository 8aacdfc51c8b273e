import Configuration

/// The models of an ensemble: one name, or a list of them.
package struct EnsembleMembers: ConfigurationValue, Codable, Equatable {
  package var names: [String]

  package init(_ names: [String] = []) { self.names = names }

  package static var schema: ValueSchema { .anyOf([.text, .list(.text)]) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    guard case .sequence = node.content else {
      return String.decode(node, &diagnostics).map { Self([$0]) }
    }
    guard let names = [String].decode(node, &diagnostics) else { return nil }
    guard !names.isEmpty, Set(names).count == names.count else {
      diagnostics.report(
        "of is \(names.text)", at: node.mark, remedy: "name one model, or several once each")
      return nil
    }
    return Self(names)
  }

  package var node: Node { names.count == 1 ? names[0].node : names.node }
}
