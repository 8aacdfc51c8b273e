#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Harmonics of degree k on the unit sphere in `dimension` d coordinates.
struct SphericalHarmonics: Sendable, Equatable {
  let dimension: Int

  /// N_k, the number of independent harmonics of degree k:
  /// N₀ = 1, N₁ = d, N_k = C(d+k−1, k) − C(d+k−3, k−2).
  func multiplicity(_ degree: Int) -> Double {
    switch degree {
    case 0: 1
    case 1: Double(dimension)
    default:
      binomial(dimension + degree - 1, degree) - binomial(dimension + degree - 3, degree - 2)
    }
  }

  private func binomial(_ n: Int, _ k: Int) -> Double {
    (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }.rounded()
  }

  /// P_0(t) … P_last(t), the Legendre polynomials in d dimensions, P_k(1) = 1:
  /// (k + d − 2) P_{k+1} = (2k + d − 2) t P_k − k P_{k−1}.
  func polynomials(through last: Int, at t: Double) -> [Double] {
    var values = [1.0, t]
    for k in stride(from: 1, to: last, by: 1) {
      let (n, d) = (Double(k), Double(dimension))
      values.append(((2 * n + d - 2) * t * values[k] - n * values[k - 1]) / (n + d - 2))
    }
    return Array(values.prefix(last + 1))
  }

  /// The eigenvalues of x ↦ E_y φ(∠(x, y)) f(y) on harmonics of degree 0 … last (Funk–Hecke):
  /// λ_k = ∫ φ(θ) P_k(cos θ) sin^{d−2} θ dθ / ∫ sin^{d−2} θ dθ, by Simpson's rule in θ.
  func eigenvalues(through last: Int, ofAngle kernel: (Double) -> Double) -> [Double] {
    let intervals = 20_000
    var sums = [Double](repeating: 0, count: last + 1)
    var norm = 0.0
    for i in 0...intervals {
      let angle = Double.pi * Double(i) / Double(intervals)
      let simpson = i == 0 || i == intervals ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0)
      let weight = simpson * pow(sin(angle), Double(dimension - 2))
      norm += weight
      guard weight > 0 else { continue }
      let value = weight * kernel(angle)
      for (k, p) in polynomials(through: last, at: cos(angle)).enumerated() {
        sums[k] += value * p
      }
    }
    return sums.map { $0 / norm }
  }
}
