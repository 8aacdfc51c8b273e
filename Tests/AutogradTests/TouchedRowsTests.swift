import Testing

@testable import Autograd

@Suite struct TouchedRowsTests {
  @Test(arguments: [1, 63, 64, 65, 200]) func visitsInOrderWithinARange(rows: Int) {
    let touched = TouchedRows(rows: rows)
    let chosen = (0..<rows).filter { $0 % 7 == 3 || $0 == rows - 1 || $0 == 0 }
    for row in chosen.reversed() { touched.touch(row) }
    for range in [0..<rows, rows / 3..<rows, 0..<rows / 2, 0..<0] {
      var seen: [Int] = []
      touched.forEach(in: range) { seen.append($0) }
      #expect(seen == chosen.filter(range.contains))
    }
    #expect(touched.count == chosen.count)
    touched.touchAll()
    #expect(touched.count == rows)
    touched.clear()
    #expect(touched.count == 0)
  }
}
