import Chess

/// The tokens of a chess text, seen from one side of the board, which plays up the board:
///
/// | ids | tokens | name |
/// |---|---|---|
/// | 0 ..< 1968 | moves: 1,792 that a queen or a knight could make on an empty board, then 176 promotions, each by (from, to, piece) | `e2e4`, `e7e8q` |
/// | 1968 ..< 1984 | which castlings are left: own king's side 1, queen's side 2, the opponent's 4 and 8 | `castling:KQkq`, `castling:-` |
/// | 1984 ..< 1992 | the file of a pawn that can be captured en passant | `en-passant:e` |
/// | 1992 ..< 2760 | a piece on a square: own pawn, knight, bishop, rook, queen, king, then the opponent's | `Pa2`, `ke8` |
package enum ChessVocabulary {
  /// Raised when ids change their meaning: it stands in a tokenizer's file.
  static let scheme = 1

  package static let moves: Range<Int32> = 0..<1968
  static let castlings: Range<Int32> = 1968..<1984
  static let enPassantFiles: Range<Int32> = 1984..<1992
  static let pieces: Range<Int32> = 1992..<2760
  package static let count = 2760

  /// By id.
  package static let names: [String] = {
    var names = moveTable.map(\.uci)
    for rights in 0..<UInt8(castlings.count) {
      names.append("castling:\(CastlingRights(rawValue: rights).fen)")
    }
    for file in 0..<enPassantFiles.count {
      names.append("en-passant:\(Square(file: file, rank: 0).name.prefix(1))")
    }
    for side in Side.allCases {
      for kind in PieceKind.allCases {
        for square in 0..<64 { names.append("\(Piece(side, kind).letter)\(Square(square))") }
      }
    }
    return names
  }()

  /// The id of a move; nil for one that no piece makes.
  package static func id(of move: Move) -> Int32? {
    let id = ids[key(move)]
    return id < 0 ? nil : Int32(id)
  }

  /// The move of an id; nil where the id is none.
  package static func move(of id: Int32) -> Move? {
    moves.contains(id) ? moveTable[Int(id)] : nil
  }

  static func id(castling rights: CastlingRights) -> Int32 {
    castlings.lowerBound + Int32(rights.rawValue)
  }

  static func id(enPassantFile file: Int) -> Int32 { enPassantFiles.lowerBound + Int32(file) }

  /// - Parameter isOwn: whether it belongs to the side that looks.
  static func id(_ kind: PieceKind, isOwn: Bool, on square: Square) -> Int32 {
    pieces.lowerBound
      + Int32((isOwn ? 0 : 384) + Int(kind.rawValue) * 64 + square.index)
  }

  private static let moveTable: [Move] = {
    var plain: [Move] = []
    var promotions: [Move] = []
    for from in 0..<64 {
      for to in 0..<64 where from != to {
        let (from, to) = (Square(from), Square(to))
        let (files, ranks) = (abs(from.file - to.file), abs(from.rank - to.rank))
        let isLine = files == 0 || ranks == 0 || files == ranks
        if isLine || files + ranks == 3 { plain.append(Move(from: from, to: to)) }
        guard files <= 1, (from.rank, to.rank) == (6, 7) || (from.rank, to.rank) == (1, 0) else {
          continue
        }
        for kind in PieceKind.promotions {
          promotions.append(Move(from: from, to: to, promotion: kind))
        }
      }
    }
    return plain + promotions
  }()

  /// By `key`, -1 where there is none.
  private static let ids: [Int16] = {
    var ids = [Int16](repeating: -1, count: 64 * 64 * 8)
    for (id, move) in moveTable.enumerated() { ids[key(move)] = Int16(id) }
    return ids
  }()

  private static func key(_ move: Move) -> Int {
    (move.from.index * 64 + move.to.index) * 8 + Int(move.promotion?.rawValue ?? 0)
  }
}
