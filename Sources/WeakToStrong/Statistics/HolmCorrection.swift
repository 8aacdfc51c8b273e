/// Holm's step-down correction of several p-values (Holm 1979, "A simple sequentially rejective
/// multiple test procedure"): with p₍₁₎ ≤ … ≤ p₍ₘ₎
///
///     p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) · p₍ⱼ₎)
///
/// Rejecting where p̃ < α keeps the chance of any false rejection below α, however the tests
/// depend on each other.
package enum HolmCorrection {
  /// The corrected values, in the order of `probabilities`.
  package static func adjusted(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted {
      (probabilities[$0], $0) < (probabilities[$1], $1)
    }
    var adjusted = probabilities
    var greatest = 0.0
    for (rank, index) in order.enumerated() {
      greatest = max(greatest, min(1, Double(order.count - rank) * probabilities[index]))
      adjusted[index] = greatest
    }
    return adjusted
  }
}
