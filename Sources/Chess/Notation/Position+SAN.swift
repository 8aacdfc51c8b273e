extension Position {
  /// The legal move that a text in standard algebraic notation means here.
  /// - Throws: `ChessError` for a text that is no move, for a move that is not legal and for one that
  ///   several pieces could make.
  package func move(san: some StringProtocol) throws(ChessError) -> Move {
    try move(sanBytes: Array(san.utf8))
  }

  func move(sanBytes: some RandomAccessCollection<UInt8>) throws(ChessError) -> Move {
    guard let text = SANText(sanBytes) else { throw .san(Self.quoted(sanBytes)) }
    switch text.meaning {
    case .kingside: return try castle(by: 2, sanBytes)
    case .queenside: return try castle(by: -2, sanBytes)
    case .piece(let kind, let file, let rank, let to, let promotion):
      let promotes = kind == .pawn && Bitboard.lastRanks.contains(to)
      // A pawn move without a file is a step ahead: captures always name theirs.
      let isStep = kind == .pawn && file == nil
      let candidates = candidates(kind, to: to).filter {
        (file == nil || $0.file == file) && (rank == nil || $0.rank == rank)
          && (!isStep || $0.file == to.file)
      }
      guard let from = candidates.first, promotes || promotion == nil else {
        throw .illegal(move: Self.quoted(sanBytes), fen: fen)
      }
      guard candidates.count == 1 else {
        throw .ambiguous(
          move: Self.quoted(sanBytes), candidates: candidates.map { Move(from: $0, to: to).uci },
          fen: fen)
      }
      guard !promotes || promotion != nil else {
        throw .promotion(move: Self.quoted(sanBytes))
      }
      return Move(from: from, to: to, promotion: promotion)
    }
  }

  /// A move in standard algebraic notation as the PGN standard exports it: with as little of the square
  /// that is left as makes it the only one, and with `+` or `#`.
  /// - Precondition: the move is legal.
  package func san(_ move: Move) -> String {
    precondition(isLegal(move), "\(move) is not legal in \(fen)")
    var text = sanWithoutCheck(move)
    var next = self
    next.make(move)
    if next.isCheck { text += next.isCheckmate ? "#" : "+" }
    return text
  }

  private func sanWithoutCheck(_ move: Move) -> String {
    let kind = kind(at: move.from)
    if kind == .king, abs(move.to.file - move.from.file) == 2 {
      return move.to.file == 6 ? "O-O" : "O-O-O"
    }
    var text = ""
    let origin = move.from.name
    if kind == .pawn {
      if move.from.file != move.to.file { text += "\(origin.prefix(1))x" }
      text += move.to.name
      if let promotion = move.promotion { text += "=\(promotion.letter)" }
      return text
    }
    text.append(kind.letter)
    let others = candidates(kind, to: move.to).filter { $0 != move.from }
    if !others.isEmpty {
      if !others.contains(where: { $0.file == move.from.file }) {
        text += origin.prefix(1)
      } else if !others.contains(where: { $0.rank == move.from.rank }) {
        text += origin.suffix(1)
      } else {
        text += origin
      }
    }
    return text + (occupied.contains(move.to) ? "x" : "") + move.to.name
  }

  /// The squares of pieces of a kind that can legally go to a square, castling apart.
  private func candidates(_ kind: PieceKind, to: Square) -> [Square] {
    let targets = LegalTargets(self)
    var from = pieces(kind) & targets.own
    if kind == .king { from &= Attacks.king(to) }
    var found: [Square] = []
    while from != 0 {
      let square = from.popFirst()
      if targets(from: square, kind).contains(to) { found.append(square) }
    }
    return found
  }

  private func castle(
    by files: Int, _ text: some RandomAccessCollection<UInt8>
  ) throws(ChessError) -> Move {
    let home = side == .white ? 4 : 60
    let move = Move(from: Square(home), to: Square(home + files))
    guard kings.contains(move.from), isLegal(move) else {
      throw .illegal(move: Self.quoted(text), fen: fen)
    }
    return move
  }

  /// Text from outside, cut to what an error can show.
  static func quoted(_ text: some RandomAccessCollection<UInt8>) -> String {
    String(decoding: text.prefix(24), as: UTF8.self) + (text.count > 24 ? "…" : "")
  }
}
