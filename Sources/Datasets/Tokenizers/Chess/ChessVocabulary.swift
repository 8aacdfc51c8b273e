import Chess

/// The tokens of a chess text, seen from one side of the board, which plays up the board:
///
/// | ids | tokens | name |
/// |---|---|---|
/// | 0 ..< 768 | a piece on a square: own pawn, knight, bishop, rook, queen, king, then the opponent's | `Pa2`, `ke8` |
/// | 768 ..< 832 | the square that a piece moves to | `->e4` |
/// | 832 ..< 896 | where a pawn promotes and what it becomes: ranks 1 and 8, each by (file, piece) | `->e8=q` |
/// | 896 ..< 904 | the file of a pawn that can be captured en passant | `en-passant:e` |
/// | 904 ..< 920 | which castlings are left: own king's side 1, queen's side 2, the opponent's 4 and 8 | `castling:KQkq`, `castling:-` |
///
/// A move is two tokens, the piece on the square it leaves and its target. Castling is a move of the king.
package enum ChessVocabulary {
  /// Raised when ids change their meaning: it stands in a tokenizer's file and in what is hashed of a
  /// stage.
  package static let scheme = 2

  package static let pieces: Range<Int32> = 0..<768
  static let targets: Range<Int32> = 768..<832
  static let promotions: Range<Int32> = 832..<896
  static let enPassantFiles: Range<Int32> = 896..<904
  /// The last token of every position.
  package static let states: Range<Int32> = 904..<920
  package static let count = 920

  /// By id.
  package static let names: [String] = {
    var names: [String] = []
    for side in Side.allCases {
      for kind in PieceKind.allCases {
        for square in 0..<64 { names.append("\(Piece(side, kind).letter)\(Square(square))") }
      }
    }
    for square in 0..<64 { names.append("->\(Square(square))") }
    for rank in [0, 7] {
      for file in 0..<8 {
        for kind in PieceKind.promotions {
          names.append("->\(Square(file: file, rank: rank))=\(Piece(.black, kind).letter)")
        }
      }
    }
    for file in 0..<8 { names.append("en-passant:\(Square(file: file, rank: 0).name.prefix(1))") }
    for rights in 0..<UInt8(states.count) {
      names.append("castling:\(CastlingRights(rawValue: rights).fen)")
    }
    return names
  }()

  /// - Parameter isOwn: whether it belongs to the side that looks.
  static func id(_ kind: PieceKind, isOwn: Bool, on square: Square) -> Int32 {
    pieces.lowerBound
      + Int32((isOwn ? 0 : 384) + Int(kind.rawValue) * 64 + square.index)
  }

  static func id(enPassantFile file: Int) -> Int32 { enPassantFiles.lowerBound + Int32(file) }

  static func id(castling rights: CastlingRights) -> Int32 {
    states.lowerBound + Int32(rights.rawValue)
  }
}
