/// A set of squares: bit i stands for the square of index i.
typealias Bitboard = UInt64

extension Bitboard {
  @inline(__always)
  init(_ square: Square) { self = 1 &<< UInt64(truncatingIfNeeded: square.index) }

  @inline(__always)
  func contains(_ square: Square) -> Bool { self & Bitboard(square) != 0 }

  /// Takes the square of the lowest index out.
  /// - Precondition: there is one.
  @inline(__always)
  mutating func popFirst() -> Square {
    let square = Square(trailingZeroBitCount & 63)
    self &= self &- 1
    return square
  }

  /// Whether there is more than one square.
  @inline(__always)
  var hasSeveral: Bool { self & (self &- 1) != 0 }

  static let fileA: Bitboard = 0x0101_0101_0101_0101
  static let fileH: Bitboard = 0x8080_8080_8080_8080
  static let lastRanks: Bitboard = 0xff00_0000_0000_00ff
  static let lightSquares: Bitboard = 0x55aa_55aa_55aa_55aa

  static func rank(_ rank: Int) -> Bitboard { 0xff &<< UInt64(truncatingIfNeeded: rank * 8) }
}
