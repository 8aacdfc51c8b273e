/// A move by its squares. Castling is the king's step of two squares (`e1g1`).
package struct Move: Hashable, Sendable, CustomStringConvertible {
  package let from: Square
  package let to: Square
  /// What a pawn becomes on its last rank.
  package let promotion: PieceKind?

  package init(from: Square, to: Square, promotion: PieceKind? = nil) {
    self.from = from
    self.to = to
    self.promotion = promotion
  }

  /// A move as the Universal Chess Interface writes it: `e2e4`, `e7e8q`. Nil for any other text and for
  /// the null move `0000`.
  package init?(uci: some StringProtocol) {
    let bytes = Array(uci.utf8)
    guard bytes.count == 4 || bytes.count == 5,
      let from = Square(String(decoding: bytes[0..<2], as: UTF8.self)),
      let to = Square(String(decoding: bytes[2..<4], as: UTF8.self)), from != to
    else { return nil }
    guard bytes.count == 5 else {
      self.init(from: from, to: to)
      return
    }
    guard bytes[4] >= UInt8(ascii: "a"), let kind = PieceKind(letter: bytes[4]), kind != .pawn,
      kind != .king
    else { return nil }
    self.init(from: from, to: to, promotion: kind)
  }

  package var uci: String {
    from.name + to.name + (promotion.map { $0.letter.lowercased() } ?? "")
  }

  package var description: String { uci }

  /// The same move on the mirrored board (`Position.mirrored`).
  package var mirrored: Move {
    Move(from: from.mirrored, to: to.mirrored, promotion: promotion)
  }
}

extension Move: Comparable {
  /// By the square it leaves, the square it reaches, what a pawn becomes.
  package static func < (left: Move, right: Move) -> Bool { left.key < right.key }

  private var key: Int {
    (from.index * 64 + to.index) * 8 + Int(promotion?.rawValue ?? 0)
  }
}
