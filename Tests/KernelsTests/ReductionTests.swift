import Testing

@testable import Kernels

@Suite struct ReductionTests {
  @Test(arguments: [0, 1, 15, 16, 17, 4096, 4097, 10_000]) func sums(count: Int) {
    var stream = RandomStream(seed: 0, "sums")
    let x = (0..<count).map { _ in stream.normal() }
    let y = (0..<count).map { _ in stream.normal() }
    let sum = x.reduce(0.0) { $0 + Double($1) }
    let squares = x.reduce(0.0) { $0 + Double($1) * Double($1) }
    let differences = zip(x, y).reduce(0.0) {
      $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
    }
    let scale = Double(count) + 1
    #expect(abs(Reduction.sum(x, 0..<count) - sum) < 1e-6 * scale)
    #expect(abs(Reduction.sumOfSquares(x, 0..<count) - squares) < 1e-6 * scale)
    #expect(
      abs(Reduction.sumOfSquaredDifferences(x, y, 0..<count) - differences) < 1e-6 * scale)
  }

  @Test(arguments: [(1, 1), (3, 63), (9, 64), (5, 150)]) func columnSums(_ shape: (Int, Int)) {
    let (rows, columns) = shape
    var stream = RandomStream(seed: 0, "sums")
    let x = (0..<rows * columns).map { _ in stream.normal() }
    var y = [Float](repeating: 1, count: columns)
    Reduction.columnSums(
      x, rows: rows, stride: columns, into: &y, 0..<columns, accumulate: true)
    for j in 0..<columns {
      let exact = (0..<rows).reduce(1.0) { $0 + Double(x[$1 * columns + j]) }
      #expect(abs(Double(y[j]) - exact) < 1e-5)
    }
  }

  @Test func lanesAreSummedAsATree() {
    let x = Vector(1e8, 1, 2, 3, 4, 5, 6, 7, -1e8, 9, 10, 11, 12, 13, 14, 15)
    #expect(x.total == 112)
    #expect(x.largest == 1e8)
  }
}
