import Configuration

/// Where the examples of a task come from.
package enum TaskSource: Sendable, Equatable, Codable {
  /// An entry of `NamedDatasets.all`.
  case named(String)
  case file(FileSource)
  case generated(GeneratorChoice)
}

extension TaskSource: ConfigurationValue {
  package static var schema: ValueSchema {
    .anyOf([
      .choice(NamedDatasets.all.map(\.name)), FileSource.schema, GeneratorChoice.schema,
    ])
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> TaskSource? {
    switch node.content {
    case .scalar(let name, quoted: _):
      let names = NamedDatasets.all.map(\.name)
      guard names.contains(name) else {
        diagnostics.reportUnknown("data set", name, at: node.mark, among: names)
        return nil
      }
      return .named(name)
    case .mapping where node["generator"] != nil:
      return GeneratorChoice.decode(node, &diagnostics).map { .generated($0) }
    case .mapping:
      return FileSource.decode(node, &diagnostics).map { .file($0) }
    default:
      diagnostics.reportMismatch(
        node, wanted: "a source",
        example: "the name of a data set, {path: …} or {generator: …}")
      return nil
    }
  }

  package var node: Node {
    switch self {
    case .named(let name): name.node
    case .file(let file): file.node
    case .generated(let choice): choice.node
    }
  }
}
