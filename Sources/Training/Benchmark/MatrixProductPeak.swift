import Kernels

/// The greatest speed of the matrix product on this machine: what a training can at most reach.
package struct MatrixProductPeak: Sendable, Codable, Equatable {
  /// 10⁹ floating-point operations a second on one core.
  package var oneCoreGigaflops: Double
  /// On `threads` cores, each with a product of its own.
  package var gigaflops: Double
  package var threads: Int

  /// Multiplies matrices of 1024 × 1024 for a second or so; the best of several rounds counts.
  package static func measure(threads: Int) -> MatrixProductPeak {
    let one = speed(threads: 1)
    return MatrixProductPeak(
      oneCoreGigaflops: one, gigaflops: threads == 1 ? one : speed(threads: threads),
      threads: threads)
  }

  private static func speed(threads: Int) -> Double {
    let size = 1024
    let operands = (0..<threads).map { _ in
      UnsafeMutablePointer<Float>.allocate(capacity: 3 * size * size)
    }
    defer { for operand in operands { operand.deallocate() } }
    for operand in operands { operand.initialize(repeating: 0.5, count: 3 * size * size) }
    let team = WorkerTeam(threads: threads)
    let clock = ContinuousClock()
    let products = 4
    var best = Double.infinity
    for _ in 0..<12 {
      let duration = clock.measure {
        team.run(pieces: threads) { piece in
          let (a, b) = (operands[piece], operands[piece] + size * size)
          for _ in 0..<products {
            Gemm.multiply(
              rows: size, columns: size, depth: size, Matrix(a, stride: size),
              Matrix(b, stride: size), into: b + size * size, stride: size)
          }
        }
      }
      best = min(best, duration / .seconds(1))
    }
    let operations = 2 * Double(size * size * size) * Double(products * threads)
    return operations / best / 1e9
  }
}
