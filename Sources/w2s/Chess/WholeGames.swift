import Chess

/// Games in PGN as this program writes them: tags, an empty line, moves, an empty line.
enum WholeGames {
  /// How many whole games a file begins with, and how many bytes they take.
  static func beginning(_ bytes: [UInt8]) -> (count: Int, bytes: Int) {
    var (count, length) = (0, 0)
    var emptyLines = 0
    var previous: UInt8 = 0
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0a, previous == 0x0a {
        emptyLines += 1
        if emptyLines % 2 == 0 { (count, length) = (count + 1, index + 1) }
      }
      previous = byte
    }
    return (count, length)
  }
}
