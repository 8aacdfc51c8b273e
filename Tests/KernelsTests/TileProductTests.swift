import Testing

@testable import Kernels

@Suite struct TileProductTests {
  static func numbers(_ count: Int, _ name: String) -> [Float] {
    var stream = RandomStream(seed: 0, name)
    return (0..<count).map { _ in stream.normal() }
  }

  /// Every number of rows up to two tiles, one to three widths of columns, A read both ways, and a
  /// depth that begins and ends inside.
  @Test(arguments: 1...17, [16, 32, 48])
  func matchesSumsInDoublePrecision(rows: Int, columns: Int) {
    let (depth, part, stride) = (23, 3..<20, columns + 16)
    let a = Self.numbers(rows * depth, "a")
    let b = Self.numbers(depth * stride, "b")
    for isTransposed in [false, true] {
      for accumulate in [false, true] {
        var c = [Float](repeating: 0.5, count: rows * stride)
        let (row, next) = isTransposed ? (1, rows) : (depth, 1)
        TileProduct.run(
          rows: rows, columns: columns, depth: part, TileProduct.Entries(a, row: row, depth: next),
          TileProduct.Lines(b, stride: stride), into: &c, stride: stride, accumulate: accumulate)
        for i in 0..<rows {
          for j in 0..<stride {
            let sum = part.reduce(accumulate ? 0.5 : 0) {
              $0 + Double(a[i * row + $1 * next]) * Double(b[$1 * stride + j])
            }
            let exact = j < columns ? sum : 0.5
            #expect(abs(Double(c[i * stride + j]) - exact) < 1e-5)
          }
        }
      }
    }
  }

  @Test(arguments: [1, 5, 16, 17, 32], [1, 3, 16, 24, 33])
  func transposes(rows: Int, columns: Int) {
    let (lanes, stride) = (rows > 16 ? 32 : 16, columns + 2)
    let x = Self.numbers(rows * stride, "x")
    let height = (columns + 15) & ~15
    var y = [Float](repeating: .nan, count: height * lanes)
    Transposition.run(
      x, stride: stride, rows: rows, columns: columns, by: 2, into: &y, lanes: lanes)
    for d in 0..<height {
      for i in 0..<lanes {
        #expect(y[d * lanes + i] == (d < columns && i < rows ? 2 * x[i * stride + d] : 0))
      }
    }
  }
}
