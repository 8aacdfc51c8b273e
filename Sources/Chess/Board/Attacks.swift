/// The squares that a piece attacks from a square.
///
/// Sliding pieces by the difference of obstructions (Chess Programming Wiki, "Obstruction Difference"):
/// on a line, cut at the piece into a lower and an upper part, let l be the highest obstacle below and u
/// the lowest above. Then 2u − l has its bits from l to u, and the line cuts the attacked squares out.
enum Attacks {
  /// Eight sets a square, one cache line: knight, king, white pawn, black pawn, and the rank, file,
  /// diagonal and antidiagonal without the square itself.
  nonisolated(unsafe) private static let table: UnsafePointer<Bitboard> = {
    let table = UnsafeMutablePointer<Bitboard>.allocate(capacity: 64 * 8)
    let knight = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]
    let king = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]
    let steps = [knight, king, [(-1, 1), (1, 1)], [(-1, -1), (1, -1)]]
    let lines = [(1, 0), (0, 1), (1, 1), (1, -1)]
    for i in 0..<64 {
      let square = Square(i)
      for (kind, offsets) in steps.enumerated() {
        table[i * 8 + kind] = offsets.reduce(0) { $0 | step(square, $1, 1) }
      }
      for (line, offset) in lines.enumerated() {
        table[i * 8 + 4 + line] = (-7...7).reduce(0) {
          $0 | ($1 == 0 ? 0 : step(square, offset, $1))
        }
      }
    }
    return UnsafePointer(table)
  }()

  private static func step(_ square: Square, _ offset: (Int, Int), _ times: Int) -> Bitboard {
    let (file, rank) = (square.file + offset.0 * times, square.rank + offset.1 * times)
    guard 0..<8 ~= file, 0..<8 ~= rank else { return 0 }
    return Bitboard(Square(file: file, rank: rank))
  }

  @inline(__always)
  private static func entry(_ square: Square, _ kind: Int) -> Bitboard {
    table[square.index &* 8 &+ kind]
  }

  @inline(__always)
  static func knight(_ square: Square) -> Bitboard { entry(square, 0) }

  @inline(__always)
  static func king(_ square: Square) -> Bitboard { entry(square, 1) }

  /// What a pawn of `side` captures.
  @inline(__always)
  static func pawn(_ square: Square, _ side: Side) -> Bitboard {
    entry(square, 2 &+ Int(side.rawValue))
  }

  @inline(__always)
  private static func slide(_ square: Square, _ line: Int, _ occupied: Bitboard) -> Bitboard {
    let line = entry(square, line)
    let own = Bitboard(square)
    let obstacles = line & occupied
    let below = obstacles & (own &- 1)
    let above = obstacles & ~(own &- 1)
    let lowest = above & (0 &- above)
    let highest =
      0x8000_0000_0000_0000 &>> UInt64(truncatingIfNeeded: (below | 1).leadingZeroBitCount)
    return line & ((lowest &<< 1) &- highest)
  }

  @inline(__always)
  static func rook(_ square: Square, _ occupied: Bitboard) -> Bitboard {
    slide(square, 4, occupied) | slide(square, 5, occupied)
  }

  @inline(__always)
  static func bishop(_ square: Square, _ occupied: Bitboard) -> Bitboard {
    slide(square, 6, occupied) | slide(square, 7, occupied)
  }

  /// The whole rank, file or diagonal that holds both squares, without the first; empty if none does.
  static func line(_ first: Square, _ second: Square) -> Bitboard {
    for kind in 4..<8 where entry(first, kind).contains(second) { return entry(first, kind) }
    return 0
  }

  /// The squares strictly between two squares of a line.
  static func between(_ first: Square, _ second: Square) -> Bitboard {
    let low = Bitboard(min(first, second))
    let high = Bitboard(max(first, second))
    return line(first, second) & (high &- 1) & ~((low &<< 1) &- 1)
  }
}
