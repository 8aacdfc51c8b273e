/// Who plays: white begins.
package enum Side: UInt8, Hashable, Sendable, CaseIterable {
  case white, black

  package var opponent: Side { self == .white ? .black : .white }

  package var name: String { self == .white ? "white" : "black" }
}

package enum PieceKind: UInt8, Hashable, Sendable, CaseIterable {
  case pawn, knight, bishop, rook, queen, king

  /// As SAN has it: `N`, and for a pawn `P`, which SAN leaves out.
  package var letter: Character {
    switch self {
    case .pawn: "P"
    case .knight: "N"
    case .bishop: "B"
    case .rook: "R"
    case .queen: "Q"
    case .king: "K"
    }
  }

  package var name: String {
    switch self {
    case .pawn: "pawn"
    case .knight: "knight"
    case .bishop: "bishop"
    case .rook: "rook"
    case .queen: "queen"
    case .king: "king"
    }
  }

  /// What a pawn may become.
  package static let promotions: [PieceKind] = [.knight, .bishop, .rook, .queen]

  /// By its letter in ASCII, large or small.
  init?(letter: UInt8) {
    switch letter | 0x20 {
    case UInt8(ascii: "p"): self = .pawn
    case UInt8(ascii: "n"): self = .knight
    case UInt8(ascii: "b"): self = .bishop
    case UInt8(ascii: "r"): self = .rook
    case UInt8(ascii: "q"): self = .queen
    case UInt8(ascii: "k"): self = .king
    default: return nil
    }
  }
}

package struct Piece: Hashable, Sendable {
  package var side: Side
  package var kind: PieceKind

  package init(_ side: Side, _ kind: PieceKind) {
    self.side = side
    self.kind = kind
  }

  /// As FEN has it: large for white, small for black.
  package var letter: Character {
    side == .white ? kind.letter : Character(kind.letter.lowercased())
  }
}
