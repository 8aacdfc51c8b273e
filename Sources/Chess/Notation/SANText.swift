/// What a move in standard algebraic notation (PGN standard, 8.2.3) says, before any position is asked.
///
/// Read with tolerance: checks, mates and marks (`+`, `#`, `!`, `?`) may be missing or wrong, castling may
/// be written with zeros or small letters, a capture without its `x` or with `:`, a promotion without its
/// `=` or in brackets, and the square that is left may be named in full where less would do.
struct SANText {
  enum Meaning {
    case kingside
    case queenside
    case piece(PieceKind, fromFile: Int?, fromRank: Int?, to: Square, promotion: PieceKind?)
  }

  let meaning: Meaning

  /// Nil for what is no move.
  init?(_ text: some RandomAccessCollection<UInt8>) {
    var bytes = text[...]
    while let last = bytes.last, Self.isMark(last) { bytes.removeLast() }
    if let castling = Self.castling(bytes) {
      meaning = castling
      return
    }
    guard let first = bytes.first else { return nil }
    var kind = PieceKind.pawn
    if first < UInt8(ascii: "a"), let piece = PieceKind(letter: first) {
      kind = piece
      bytes.removeFirst()
    }
    var promotion: PieceKind?
    if kind == .pawn, let end = Self.promotion(&bytes) { promotion = end }
    guard let rank = bytes.popLast().flatMap(Self.rank),
      let file = bytes.popLast().flatMap(Self.file)
    else { return nil }
    if let last = bytes.last, Self.isBetween(last) { bytes.removeLast() }
    let fromRank = bytes.last.flatMap(Self.rank)
    if fromRank != nil { bytes.removeLast() }
    let fromFile = bytes.last.flatMap(Self.file)
    if fromFile != nil { bytes.removeLast() }
    guard bytes.isEmpty else { return nil }
    meaning = .piece(
      kind, fromFile: fromFile, fromRank: fromRank, to: Square(file: file, rank: rank),
      promotion: promotion)
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "#"), UInt8(ascii: "!"), UInt8(ascii: "?"): true
    default: false
    }
  }

  private static func isBetween(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "x") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
  }

  private static func castling(_ bytes: some RandomAccessCollection<UInt8>) -> Meaning? {
    guard bytes.count == 3 || bytes.count == 5 else { return nil }
    for (place, byte) in bytes.enumerated() {
      let isRight =
        place % 2 == 1
        ? byte == UInt8(ascii: "-") : byte == UInt8(ascii: "0") || byte | 0x20 == UInt8(ascii: "o")
      guard isRight else { return nil }
    }
    return bytes.count == 3 ? .kingside : .queenside
  }

  /// Takes `=Q`, `Q`, `/Q` or `(Q)` off the end. A small letter counts only behind a sign: `b` is a file.
  private static func promotion<Bytes: RandomAccessCollection<UInt8>>(
    _ bytes: inout Bytes
  ) -> PieceKind? where Bytes.SubSequence == Bytes {
    var rest = bytes
    let bracketed = rest.last == UInt8(ascii: ")")
    if bracketed { rest.removeLast() }
    guard let letter = rest.popLast(), let kind = PieceKind(letter: letter), kind != .pawn,
      kind != .king, let before = rest.last
    else { return nil }
    if bracketed {
      guard before == UInt8(ascii: "(") else { return nil }
      rest.removeLast()
    } else if before == UInt8(ascii: "=") || before == UInt8(ascii: "/") {
      rest.removeLast()
    } else if rank(before) == nil {
      return nil
    }
    bytes = rest
    return kind
  }

  private static func file(_ byte: UInt8) -> Int? {
    UInt8(ascii: "a")...UInt8(ascii: "h") ~= byte ? Int(byte - UInt8(ascii: "a")) : nil
  }

  private static func rank(_ byte: UInt8) -> Int? {
    UInt8(ascii: "1")...UInt8(ascii: "8") ~= byte ? Int(byte - UInt8(ascii: "1")) : nil
  }
}
