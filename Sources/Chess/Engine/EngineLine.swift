import Foundation

extension Engine {
  /// What a position is worth to the side that is to move.
  package enum Score: Hashable, Sendable {
    /// Hundredths of a pawn.
    case centipawns(Int)
    /// Moves until mate; negative if the side to move is mated. 0: it is mated already.
    case mate(Int)

    /// Centipawns, a mate as ±(10 000 − moves).
    package var value: Int {
      switch self {
      case .centipawns(let value): value
      case .mate(let moves): moves > 0 ? 10_000 - moves : -10_000 - moves
      }
    }

    /// How the game is expected to end, −1 (lost) to 1 (won): 2 / (1 + exp(−0.00368208 · cp)) − 1, the
    /// logistic curve that Lichess fitted to its games; ±1 for a mate.
    package var winningChance: Double {
      switch self {
      case .centipawns(let value): 2 / (1 + exp(-0.003_682_08 * Double(value))) - 1
      case .mate(let moves): moves > 0 ? 1 : -1
      }
    }
  }

  /// A line of play that a search found.
  package struct Line: Hashable, Sendable {
    /// 1 for the best, 2 for the next ….
    package var rank: Int
    package var score: Score
    package var depth: Int
    /// Positions visited up to here.
    package var nodes: Int
    /// The moves that are expected, at least one.
    package var moves: [Move]

    package init(rank: Int = 1, score: Score, depth: Int, nodes: Int, moves: [Move]) {
      self.rank = rank
      self.score = score
      self.depth = depth
      self.nodes = nodes
      self.moves = moves
    }

    /// Reads `info depth 5 multipv 1 score cp 34 nodes 400 … pv e2e4 e7e5`; nil where it is another
    /// kind of information.
    init?(info text: String) {
      // Over bytes: a search says a dozen of these, and splitting characters would cost more than a
      // short search.
      let words = text.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
      guard words.first == "info" else { return nil }
      var score: Score?
      var (rank, depth, nodes) = (1, 0, 0)
      var moves: [Move] = []
      var index = 1
      func number(_ offset: Int) -> Int? {
        index + offset < words.count ? Int(words[index + offset]) : nil
      }
      while index < words.count {
        switch words[index] {
        case "depth": depth = number(1) ?? 0
        case "multipv": rank = number(1) ?? 1
        case "nodes": nodes = number(1) ?? 0
        case "score":
          guard index + 2 < words.count, let value = number(2) else { return nil }
          score = words[index + 1] == "mate" ? .mate(value) : .centipawns(value)
        case "pv":
          moves = words[(index + 1)...].compactMap { Move(uci: String($0)) }
          index = words.count
        case "string": return nil
        default: break
        }
        index += 1
      }
      guard let score, !moves.isEmpty else { return nil }
      self.init(rank: rank, score: score, depth: depth, nodes: nodes, moves: moves)
    }
  }
}
