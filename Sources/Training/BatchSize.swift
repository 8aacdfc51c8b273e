import Configuration

/// How many examples one step of the optimizer sees.
package enum BatchSize: ConfigurationValue, Codable, Equatable {
  /// All of them, in their own order.
  case full
  case examples(Int)

  package static var schema: ValueSchema { .anyOf([.choice(["full"]), .integer]) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> BatchSize? {
    if case .scalar("full", quoted: _) = node.content { return .full }
    if case .scalar(let text, quoted: false) = node.content, let count = Int(text), count > 0 {
      return .examples(count)
    }
    diagnostics.reportMismatch(
      node, wanted: "a number of examples or full", example: "full or a number such as 32")
    return nil
  }

  package var node: Node {
    switch self {
    case .full: .plain("full")
    case .examples(let count): count.node
    }
  }

  /// The number of examples in a step on a training set of `count`.
  package func size(of count: Int) -> Int {
    switch self {
    case .full: count
    case .examples(let size): min(size, count)
    }
  }
}
