import Testing

@testable import Kernels

@Suite struct GemmTests {
  static func random(_ count: Int, _ name: String) -> [Float] {
    var stream = RandomStream(seed: 0, name)
    return (0..<count).map { _ in stream.normal() }
  }

  /// Row-major product of what lies in memory, transposed or not, in double precision.
  static func reference(
    _ a: [Float], _ b: [Float], _ m: Int, _ n: Int, _ k: Int, _ ta: Bool, _ tb: Bool, i: Int, j: Int
  ) -> Double {
    (0..<k).reduce(0) {
      $0 + Double(ta ? a[$1 * m + i] : a[i * k + $1]) * Double(tb ? b[j * k + $1] : b[$1 * n + j])
    }
  }

  @Test(arguments: [(1, 1, 1), (3, 7, 5), (64, 16, 33), (257, 300, 70), (1030, 129, 65)])
  func agreesWithTheSum(_ shape: (Int, Int, Int)) {
    let (m, n, k) = shape
    let a = Self.random(m * k, "a")
    let b = Self.random(k * n, "b")
    let bias = Self.random(n, "bias")
    let gemm = Gemm(rows: m, columns: n, depth: k)
    for (ta, tb) in [(false, false), (true, false), (false, true), (true, true)] {
      var c = [Float](repeating: 1, count: m * n)
      var biased = [Float](repeating: .nan, count: m * n)
      for piece in 0..<gemm.pieces {
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            guard let a = a.baseAddress, let b = b.baseAddress else { return }
            let left = Matrix(a, stride: ta ? m : k, transposed: ta)
            let right = Matrix(b, stride: tb ? k : n, transposed: tb)
            gemm.run(piece: piece, left, right, into: &c, stride: n, alpha: 2, beta: 3)
            gemm.run(piece: piece, left, right, into: &biased, stride: n, bias: bias)
          }
        }
      }
      for i in stride(from: 0, to: m, by: max(1, m / 19)) {
        for j in stride(from: 0, to: n, by: max(1, n / 23)) {
          let exact = Self.reference(a, b, m, n, k, ta, tb, i: i, j: j)
          #expect(abs(Double(c[i * n + j]) - (2 * exact + 3)) < 2e-5 * Double(k).squareRoot())
          #expect(
            abs(Double(biased[i * n + j]) - exact - Double(bias[j]))
              < 1e-5 * Double(k).squareRoot())
        }
      }
      #expect(biased.allSatisfy { $0.isFinite })
    }
  }

  @Test func largeProductsAreCutAndSmallOnesAreNot() {
    #expect(Gemm(rows: 128, columns: 64, depth: 64).pieces == 1)
    #expect(Gemm(rows: 1024, columns: 384, depth: 128).pieces > 1)
    #expect(Gemm(rows: 1024, columns: 768, depth: 3072).pieces > 1)
  }
}
