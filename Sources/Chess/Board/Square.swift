/// A square of the board, by rank from white's side: 0 is a1, 1 is b1, 63 is h8.
package struct Square: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let number: UInt8

  /// - Precondition: `index` lies in 0..<64.
  package init(_ index: Int) {
    precondition(0..<64 ~= index)
    number = UInt8(truncatingIfNeeded: index)
  }

  /// - Precondition: both lie in 0..<8.
  package init(file: Int, rank: Int) {
    precondition(0..<8 ~= file && 0..<8 ~= rank)
    number = UInt8(truncatingIfNeeded: rank * 8 + file)
  }

  /// A square by its name (`e4`), nil for anything else.
  package init?(_ name: some StringProtocol) {
    let bytes = name.utf8
    guard bytes.count == 2, let file = bytes.first, let rank = bytes.dropFirst().first,
      UInt8(ascii: "a")...UInt8(ascii: "h") ~= file, UInt8(ascii: "1")...UInt8(ascii: "8") ~= rank
    else { return nil }
    self.init(file: Int(file - UInt8(ascii: "a")), rank: Int(rank - UInt8(ascii: "1")))
  }

  package var index: Int { Int(number) }
  /// 0 for the a-file, 7 for the h-file.
  package var file: Int { Int(number & 7) }
  /// 0 for the first rank, 7 for the eighth.
  package var rank: Int { Int(number >> 3) }

  package var name: String {
    String(
      decoding: [UInt8(ascii: "a") + number & 7, UInt8(ascii: "1") + number >> 3], as: UTF8.self)
  }

  package var description: String { name }

  /// The square in the same file on the opposite rank.
  package var mirrored: Square { Square(index ^ 56) }

  package static func < (left: Square, right: Square) -> Bool { left.number < right.number }
}
