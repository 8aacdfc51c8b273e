/// Which castlings neither king nor rook have given up yet by moving.
package struct CastlingRights: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let whiteKingside = CastlingRights(rawValue: 1)
  package static let whiteQueenside = CastlingRights(rawValue: 2)
  package static let blackKingside = CastlingRights(rawValue: 4)
  package static let blackQueenside = CastlingRights(rawValue: 8)
  package static let all = CastlingRights(rawValue: 15)

  package static func kingside(_ side: Side) -> CastlingRights {
    side == .white ? whiteKingside : blackKingside
  }

  package static func queenside(_ side: Side) -> CastlingRights {
    side == .white ? whiteQueenside : blackQueenside
  }

  /// The rights that are gone once something leaves or reaches a square.
  static func lost(at square: Square) -> CastlingRights {
    switch square.index {
    case 0: whiteQueenside
    case 4: [whiteKingside, whiteQueenside]
    case 7: whiteKingside
    case 56: blackQueenside
    case 60: [blackKingside, blackQueenside]
    case 63: blackKingside
    default: []
    }
  }

  /// As FEN has them: `KQkq`, `-` for none.
  package var fen: String {
    if isEmpty { return "-" }
    var text = ""
    if contains(.whiteKingside) { text += "K" }
    if contains(.whiteQueenside) { text += "Q" }
    if contains(.blackKingside) { text += "k" }
    if contains(.blackQueenside) { text += "q" }
    return text
  }

  /// White's rights for black and the other way round.
  package var mirrored: CastlingRights {
    CastlingRights(rawValue: (rawValue >> 2) | (rawValue & 3) << 2)
  }
}
