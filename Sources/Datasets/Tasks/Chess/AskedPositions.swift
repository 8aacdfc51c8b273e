import Chess

/// The positions that the examples of a file ask about: each once, also where it is seen from the other side.
struct AskedPositions {
  private struct Known {
    var example: Int
    var label: Int
  }

  private var known: [[Int32]: Known] = [:]
  /// The most legal moves that a position has.
  private(set) var mostMoves = 0
  /// Examples whose position an earlier one has.
  private(set) var repeated = 0
  /// Of these, the ones with another answer than it.
  private(set) var contradicted = 0

  /// The class of an answer, for the next example; nil where an earlier one asks about the position.
  mutating func add(_ answer: Move, in position: Position) -> Int? {
    var key: [Int32] = []
    ChessTokenizer(moves: 0).append(ChessText(position), to: &key)
    let moves = NextMoveClasses.moves(of: position)
    let label = moves.firstIndex(of: answer).map { $0 + 1 } ?? 0
    if let earlier = known[key] {
      repeated += 1
      if earlier.label != label { contradicted += 1 }
      return nil
    }
    known[key] = Known(example: known.count, label: label)
    mostMoves = max(mostMoves, moves.count)
    return label
  }

  /// The examples whose position is among the others' too.
  func shared(with others: AskedPositions) -> Set<Int> {
    Set(known.filter { others.known[$0.key] != nil }.values.map(\.example))
  }

  func notes(_ source: String) -> [String] {
    guard repeated > 0 else { return [] }
    return [
      "\(source): \(repeated) rows left out whose position an earlier row has, \(contradicted) of them "
        + "with another answer"
    ]
  }
}
