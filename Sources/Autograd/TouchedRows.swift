/// Which rows of an embedding table's gradient may be other than zero.
///
/// A batch touches a few hundred of fifty thousand rows. The others need neither clearing, nor a
/// place in the norm, nor an Adam step while their moments are zero.
package final class TouchedRows {
  package let rows: Int
  private var words: [UInt64]

  init(rows: Int) {
    self.rows = rows
    words = [UInt64](repeating: 0, count: (rows + 63) / 64)
  }

  func touch(_ row: Int) {
    precondition(row >= 0 && row < rows)
    words[row >> 6] |= 1 << UInt64(row & 63)
  }

  func touchAll() {
    for word in words.indices { words[word] = .max }
    if rows & 63 != 0 { words[words.count - 1] = (1 << UInt64(rows & 63)) - 1 }
  }

  func clear() {
    for word in words.indices { words[word] = 0 }
  }

  func formUnion(_ other: TouchedRows) {
    precondition(rows == other.rows)
    for word in words.indices { words[word] |= other.words[word] }
  }

  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  package func contains(_ row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  /// The touched rows among those given, in ascending order.
  package func forEach(in range: Range<Int>, _ body: (Int) -> Void) {
    guard !range.isEmpty else { return }
    for index in range.lowerBound >> 6...(range.upperBound - 1) >> 6 {
      var word = words[index]
      while word != 0 {
        let row = index << 6 + word.trailingZeroBitCount
        word &= word - 1
        if range.contains(row) { body(row) }
      }
    }
  }
}
