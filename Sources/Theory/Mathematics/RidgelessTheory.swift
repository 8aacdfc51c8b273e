/// Minimum-norm interpolation of n noiseless Gaussian examples with the given spectrum, to first
/// order in the dimension (Ildiz et al. 2025, Section 3; Hastie et al. 2022).
///
/// τ solves Σ λᵢ/(λᵢ + τ) = n; ζᵢ = τ/(λᵢ + τ); Ω = (1/n) Σ (1 − ζᵢ)². An interpolator of ⟨x, β_s⟩ has
/// mean (1 − ζᵢ)β_sᵢ in direction i and total variance Σλ var = Ω/(1 − Ω) Σ λᵢζᵢ²β_sᵢ².
struct RidgelessTheory: Sendable, Equatable {
  let spectrum: [Double]
  /// ζ, the part of each direction that is not learned.
  let missed: [Double]
  /// Ω, below 1.
  let inflation: Double

  /// - Parameter samples: n, fewer than there are directions.
  init(spectrum: [Double], samples: Int) {
    precondition(samples > 0 && samples < spectrum.count)
    self.spectrum = spectrum
    let n = Double(samples)
    func freedom(_ tau: Double) -> Double { spectrum.reduce(0) { $0 + $1 / ($1 + tau) } }
    var (low, high) = (0.0, spectrum.reduce(0, +) / n)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if freedom(middle) > n { low = middle } else { high = middle }
    }
    let tau = (low + high) / 2
    missed = spectrum.map { tau / ($0 + tau) }
    inflation = missed.reduce(0) { $0 + (1 - $1) * (1 - $1) } / n
  }

  /// Σ λᵢ((1 − ζᵢ)β_sᵢ − βᵢ)² + Ω/(1 − Ω) Σ λᵢζᵢ²β_sᵢ².
  func risk(truth: [Double], surrogate: [Double]) -> Double {
    var bias = 0.0
    var variance = 0.0
    for (i, lambda) in spectrum.enumerated() {
      let error = (1 - missed[i]) * surrogate[i] - truth[i]
      bias += lambda * error * error
      variance += lambda * missed[i] * missed[i] * surrogate[i] * surrogate[i]
    }
    return bias + inflation / (1 - inflation) * variance
  }

  /// The surrogate of least risk, direction by direction:
  /// β_sᵢ = (1 − ζᵢ)βᵢ / ((1 − ζᵢ)² + ζᵢ² Ω/(1 − Ω)).
  func optimalSurrogate(truth: [Double]) -> [Double] {
    zip(truth, missed).map { beta, zeta in
      let kept = 1 - zeta
      return kept * beta / (kept * kept + zeta * zeta * inflation / (1 - inflation))
    }
  }

  /// The best surrogate that keeps a direction or drops it: kept where ζ² < 1 − Ω.
  func mask(truth: [Double]) -> [Double] {
    zip(truth, missed).map { $1 * $1 < 1 - inflation ? $0 : 0 }
  }

  /// The first direction, counted from 1, that the optimal surrogate makes smaller: ζᵢ > 1 − Ω. One
  /// past the last if there is none (directions in falling order of λ).
  var shrinkageStart: Int {
    (missed.firstIndex { $0 > 1 - inflation } ?? spectrum.count) + 1
  }
}
