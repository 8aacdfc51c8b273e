/// The limit of S = XᵀX/n for X of n × d standard normal entries and d/n → γ (Marchenko & Pastur
/// 1967), through averages (1/d) tr f(S).
struct MarchenkoPastur: Sendable, Equatable {
  /// γ = d/n.
  let ratio: Double

  /// m(−λ) = lim (1/d) tr (S + λ)⁻¹ = (−(1 − γ + λ) + √((1 − γ + λ)² + 4γλ)) / (2γλ).
  func resolvent(_ ridge: Double) -> Double {
    let sum = 1 - ratio + ridge
    let root = (sum * sum + 4 * ratio * ridge).squareRoot()
    // The two forms are equal; each avoids a difference of near numbers on its side.
    return sum > 0 ? 2 / (sum + root) : (root - sum) / (2 * ratio * ridge)
  }

  /// lim (1/d) tr (S + λ)⁻² = −m′: differentiating γλm² + (1 − γ + λ)m − 1 = 0,
  /// −m′ = (γm² + m) / (2γλm + 1 − γ + λ).
  func squaredResolvent(_ ridge: Double) -> Double {
    let m = resolvent(ridge)
    return (ratio * m * m + m) / (2 * ratio * ridge * m + 1 - ratio + ridge)
  }

  /// The first two moments of A = S(S + λ)⁻¹: 1 − λm and 1 − 2λm + λ²(−m′).
  func shrinkage(_ ridge: Double) -> (first: Double, second: Double) {
    let (m, square) = (resolvent(ridge), squaredResolvent(ridge))
    return (1 - ridge * m, 1 - 2 * ridge * m + ridge * ridge * square)
  }
}
