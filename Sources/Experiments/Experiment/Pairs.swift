import Configuration

/// Which supervisors teach which students.
package enum Pairs: ConfigurationValue, Equatable {
  /// Every model with itself and every stronger one.
  case all
  /// Every model with every stronger one.
  case stronger
  case listed([Pair])

  package struct Pair: Sendable, Equatable, Hashable {
    package var supervisor: String
    package var student: String
  }

  package static var schema: ValueSchema {
    .anyOf([.choice(["all", "stronger"]), .list(.list(.text))])
  }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Pairs? {
    switch node.content {
    case .scalar("all", quoted: _): return .all
    case .scalar("stronger", quoted: _): return .stronger
    case .sequence:
      guard let lists = [[String]].decode(node, &diagnostics) else { return nil }
      guard !lists.isEmpty, lists.allSatisfy({ $0.count == 2 }) else {
        diagnostics.report(
          "pairs is \(node.text)", at: node.mark,
          remedy: "write pairs of a supervisor and a student such as [[small, large]]")
        return nil
      }
      return .listed(lists.map { Pair(supervisor: $0[0], student: $0[1]) })
    default:
      diagnostics.reportMismatch(
        node, wanted: "pairs", example: "all, stronger or a list such as [[small, large]]")
      return nil
    }
  }

  package var node: Node {
    switch self {
    case .all: "all".node
    case .stronger: "stronger".node
    case .listed(let pairs): pairs.map { [$0.supervisor, $0.student] }.node
    }
  }

  /// The pairs among models given weak to strong.
  /// - Parameter supervisorsOnly: models that cannot be students (their labels are imported).
  package func resolved(ladder: [String], supervisorsOnly: Set<String>) -> [Pair] {
    if case .listed(let pairs) = self { return pairs }
    return ladder.enumerated().flatMap { position, supervisor in
      ladder[(self == .all ? position : position + 1)...]
        .filter { !supervisorsOnly.contains($0) }
        .map { Pair(supervisor: supervisor, student: $0) }
    }
  }
}
