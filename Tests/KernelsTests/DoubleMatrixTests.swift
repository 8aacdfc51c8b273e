import Testing

@testable import Kernels

@Suite struct DoubleMatrixTests {
  private func random(_ rows: Int, _ columns: Int, _ name: String) -> DoubleMatrix {
    var stream = RandomStream(seed: 7, name)
    return DoubleMatrix(normal: rows, columns, from: &stream)
  }

  private func naive(_ a: DoubleMatrix, _ b: DoubleMatrix) -> DoubleMatrix {
    var c = DoubleMatrix(rows: a.rows, columns: b.columns)
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        c[i, j] = (0..<a.columns).reduce(0) { $0 + a[i, $1] * b[$1, j] }
      }
    }
    return c
  }

  private func distance(_ a: DoubleMatrix, _ b: DoubleMatrix) -> Double {
    #expect(a.rows == b.rows && a.columns == b.columns)
    return zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 2), (17, 9, 33)])
  func productsAgreeWithTheDefinition(m: Int, k: Int, n: Int) {
    let (a, b) = (random(m, k, "a"), random(k, n, "b"))
    let expected = naive(a, b)
    #expect(distance(a * b, expected) < 1e-12)
    #expect(distance(.product(a.transposed, b, transposeLeft: true), expected) < 1e-12)
    #expect(distance(.product(a, b.transposed, transposeRight: true), expected) < 1e-12)
    #expect(distance(DoubleMatrix(a.times(b.column(0))), DoubleMatrix(expected.column(0))) < 1e-12)
    #expect(distance(a.gram(), naive(a.transposed, a)) < 1e-12)
    #expect(distance(a.gram(ofRows: true), naive(a, a.transposed)) < 1e-12)
  }

  @Test(arguments: [1, 2, 40]) func eigenvectorsDiagonalize(n: Int) throws {
    let a = random(n + 3, n, "a").gram()
    let eigen = try a.symmetricEigen()
    var scaled = eigen.vectors.transposed
    scaled.scaleRows(by: eigen.values)
    #expect(distance(eigen.vectors * scaled, a) < 1e-11)
    #expect(eigen.values == eigen.values.sorted())
  }

  @Test func solversInvert() throws {
    let a = random(30, 12, "a")
    let x = random(12, 3, "x")
    #expect(distance(try a.gram().choleskySolve(a.gram() * x), x) < 1e-10)
    #expect(distance(try a.leastSquares(a * x), x) < 1e-11)
  }

  /// Fewer equations than unknowns: the solution lies in the row space.
  @Test func leastSquaresHasMinimumNorm() throws {
    let a = random(4, 9, "a")
    let b = random(4, 1, "b")
    let expected = DoubleMatrix.product(
      a, try a.gram(ofRows: true).choleskySolve(b), transposeLeft: true)
    #expect(distance(try a.leastSquares(b), expected) < 1e-11)
  }

  @Test func anIndefiniteMatrixIsRefused() {
    let a = DoubleMatrix(rows: 2, columns: 2, values: [1, 2, 2, 1])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 2)) {
      try a.choleskySolve([1, 1])
    }
  }

  @Test(arguments: [1, 2, 5, 400]) func chiSquareHasItsMoments(degrees: Int) {
    var stream = RandomStream(seed: 3, "chi")
    let count = 20_000
    let draws = (0..<count).map { _ in stream.chiSquare(degrees: degrees) }
    let mean = draws.reduce(0, +) / Double(count)
    let variance = draws.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(count)
    let k = Double(degrees)
    #expect(abs(mean - k) < 5 * (2 * k / Double(count)).squareRoot())
    #expect(abs(variance / (2 * k) - 1) < 0.2)
  }
}
