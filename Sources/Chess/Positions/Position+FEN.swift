extension Position {
  /// Reads a position in Forsyth-Edwards notation (PGN standard, 16.1): six fields, of which the two
  /// counters may be missing.
  /// - Throws: `ChessError.fen` for a text that breaks the form, and for a position that cannot be.
  package init(fen: some StringProtocol) throws(ChessError) {
    self.init()
    let fields = fen.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      .map { Array($0) }
    guard fields.count == 6 || fields.count == 4 else {
      throw .fen(
        .whole, what: "`\(fen)` has \(fields.count) fields",
        remedy: "write pieces, side, castling, en passant and perhaps the two counters")
    }
    try readPlacement(fields[0])
    switch fields[1] {
    case [UInt8(ascii: "w")]: side = .white
    case [UInt8(ascii: "b")]: side = .black
    default: throw .fen(.side, what: "`\(text(fields[1]))`", remedy: "write w or b")
    }
    try readCastling(fields[2])
    try readEnPassant(fields[3])
    if fields.count == 6 {
      halfmoveClock = try counter(fields[4], .halfmoveClock, from: 0)
      fullmoveNumber = try counter(fields[5], .fullmoveNumber, from: 1)
    }
    try check()
  }

  /// All six fields; what was read comes out again.
  package var fen: String {
    var text = ""
    for rank in (0..<8).reversed() {
      var empty = 0
      for file in 0..<8 {
        if let piece = self[Square(file: file, rank: rank)] {
          if empty > 0 { text += String(empty) }
          empty = 0
          text.append(piece.letter)
        } else {
          empty += 1
        }
      }
      if empty > 0 { text += String(empty) }
      if rank > 0 { text += "/" }
    }
    text += side == .white ? " w " : " b "
    text += castling.fen + " " + (enPassant?.name ?? "-")
    return text + " \(halfmoveClock) \(fullmoveNumber)"
  }

  private mutating func readPlacement(_ field: [UInt8]) throws(ChessError) {
    let ranks = field.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard ranks.count == 8 else {
      throw .fen(
        .placement, what: "there are \(ranks.count) ranks",
        remedy: "write 8, the eighth first, with / between them")
    }
    for (line, letters) in ranks.enumerated() {
      let rank = 7 - line
      var file = 0
      for letter in letters {
        if UInt8(ascii: "1")...UInt8(ascii: "8") ~= letter {
          file += Int(letter - UInt8(ascii: "0"))
        } else if let kind = PieceKind(letter: letter) {
          if file < 8 {
            let side: Side = letter < UInt8(ascii: "a") ? .white : .black
            put(Piece(side, kind), on: Square(file: file, rank: rank))
          }
          file += 1
        } else {
          throw .fen(
            .placement, what: "`\(text([letter]))` in rank \(rank + 1)",
            remedy: "write pieces as PNBRQK or pnbrqk, empty squares as 1 to 8")
        }
      }
      guard file == 8 else {
        throw .fen(
          .placement, what: "rank \(rank + 1) holds \(file) squares",
          remedy: "write 8 squares a rank")
      }
    }
  }

  private mutating func readCastling(_ field: [UInt8]) throws(ChessError) {
    if field == [UInt8(ascii: "-")] { return }
    for letter in field {
      let right: CastlingRights
      switch letter {
      case UInt8(ascii: "K"): right = .whiteKingside
      case UInt8(ascii: "Q"): right = .whiteQueenside
      case UInt8(ascii: "k"): right = .blackKingside
      case UInt8(ascii: "q"): right = .blackQueenside
      default: right = []
      }
      guard !right.isEmpty, castling.insert(right).inserted else {
        throw .fen(
          .castling, what: "`\(text(field))`",
          remedy: "write - or some of KQkq, each once (Chess960 is not read)")
      }
    }
  }

  private mutating func readEnPassant(_ field: [UInt8]) throws(ChessError) {
    if field == [UInt8(ascii: "-")] { return }
    guard let square = Square(text(field)) else {
      throw .fen(.enPassant, what: "`\(text(field))`", remedy: "write - or a square")
    }
    enPassant = square
  }

  private func counter(
    _ field: [UInt8], _ name: FENField, from least: Int
  ) throws(ChessError) -> Int {
    guard field.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let value = Int(text(field)), least...1_000_000 ~= value
    else {
      throw .fen(name, what: "`\(text(field))`", remedy: "write a whole number from \(least)")
    }
    return value
  }
}

/// Text from outside, as it may be quoted.
private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
