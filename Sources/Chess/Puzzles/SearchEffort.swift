import Foundation

/// How long a search takes to see a move: log₂ of the nodes visited when the move became the first
/// choice for good. A move that is not the first choice in the end counts as seen after twice the nodes
/// of the whole search.
enum SearchEffort {
  static func log2Nodes(of move: Move, in trace: [Engine.Line]) -> Double {
    var seen: Int?
    for line in trace where line.rank == 1 {
      if line.moves.first != move { seen = nil } else if seen == nil { seen = line.nodes }
    }
    let all = trace.last?.nodes ?? 1
    return log2(Double(max(1, seen ?? 2 * all)))
  }
}
