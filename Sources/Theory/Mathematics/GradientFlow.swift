import Kernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// (1 − e^{−λt}) / λ, and its limit t for λ → 0: what gradient flow makes of A⁻¹ on an eigenvalue.
func flowFilter(_ eigenvalue: Double, _ time: Double) -> Double {
  let product = eigenvalue * time
  return abs(product) < 1e-8 ? time * (1 - product / 2) : -expm1(-product) / eigenvalue
}

/// The loss along gradient flow in a quadratic bowl, w(t) = A⁻¹(1 − e^{−At}) r from w(0) = 0:
/// L(t) = c + wᵀA w − 2 bᵀw, without an eigenproblem of the size of A.
///
/// Lanczos on (A, r) gives the tridiagonal T = QΘQᵀ and basis V with w ≈ ‖r‖ V g(T) e₁; the error of
/// a filter this smooth falls faster than any power once the steps exceed √(‖A‖t).
struct GradientFlow: Sendable {
  private let constant: Double
  private let eigenvalues: [Double]
  /// ‖r‖² q₁ᵢ², the weight of Θᵢ in wᵀA w.
  private let squares: [Double]
  /// ‖r‖ q₁ᵢ (Vᵀb · qᵢ), its weight in bᵀw.
  private let products: [Double]

  func loss(at time: Double) -> Double {
    var loss = constant
    for (i, eigenvalue) in eigenvalues.enumerated() {
      let filter = flowFilter(eigenvalue, time)
      loss += squares[i] * eigenvalue * filter * filter - 2 * products[i] * filter
    }
    return loss
  }

  /// One flow for each column of `right`, all advanced together: each step is one product of A with
  /// as many columns.
  /// - Parameters:
  ///   - matrix: A, symmetric, n × n.
  ///   - right: r in each column.
  ///   - alignment: b, of length n.
  static func flows(
    matrix: DoubleMatrix, right: DoubleMatrix, alignment: [Double], constant: Double, steps: Int
  ) throws(LinearAlgebraError) -> [GradientFlow] {
    let n = matrix.rows
    let norms = (0..<right.columns).map { j in
      let column = right.column(j)
      return dot(column, column).squareRoot()
    }
    var current = right
    current.updateColumns { j, column in
      for i in 0..<n { column[i] /= norms[j] }
    }
    var previous = DoubleMatrix(rows: n, columns: right.columns)
    var chains = norms.map { _ in Chain() }
    for _ in 0..<min(steps, n) {
      let overlaps = current.times(alignment, transposed: true)
      var next = matrix * current
      next.updateColumns { j, column in
        guard !chains[j].ended else { return }
        let start = j * n
        var alpha = 0.0
        for i in 0..<n { alpha += column[i] * current.values[start + i] }
        let beta = chains[j].beta.last ?? 0
        var square = 0.0
        for i in 0..<n {
          column[i] -= alpha * current.values[start + i] + beta * previous.values[start + i]
          square += column[i] * column[i]
        }
        let norm = square.squareRoot()
        chains[j].append(alpha: alpha, beta: norm, overlap: overlaps[j])
        for i in 0..<n { column[i] /= max(norm, Double.leastNormalMagnitude) }
      }
      (previous, current) = (current, next)
    }
    var flows: [GradientFlow] = []
    for (chain, norm) in zip(chains, norms) {
      flows.append(try chain.flow(norm: norm, constant: constant))
    }
    return flows
  }

  /// The tridiagonal matrix of one column as it grows.
  private struct Chain {
    var alpha: [Double] = []
    var beta: [Double] = []
    var overlap: [Double] = []
    var ended = false

    mutating func append(alpha: Double, beta: Double, overlap: Double) {
      self.alpha.append(alpha)
      self.beta.append(beta)
      self.overlap.append(overlap)
      ended = beta <= 1e-13 * (self.alpha.map(abs).max() ?? 0)
    }

    func flow(norm: Double, constant: Double) throws(LinearAlgebraError) -> GradientFlow {
      let size = alpha.count
      var tridiagonal = DoubleMatrix(rows: size, columns: size)
      for i in 0..<size {
        tridiagonal[i, i] = alpha[i]
        if i + 1 < size { tridiagonal[i + 1, i] = beta[i] }
      }
      let eigen = try tridiagonal.symmetricEigen()
      let first = (0..<size).map { eigen.vectors[0, $0] }
      let projected = eigen.vectors.times(overlap, transposed: true)
      return GradientFlow(
        constant: constant, eigenvalues: eigen.values,
        squares: first.map { norm * norm * $0 * $0 },
        products: zip(first, projected).map { norm * $0 * $1 })
    }
  }
}
