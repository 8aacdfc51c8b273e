import Autograd
import Configuration

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The confidence loss with a weight for each row, from how much student and supervisor cost it.
///
///     L = −(1/N) Σᵢ Σ_c ((1 − cᵢ) y_ic + cᵢ h_ic) log p_ic        p = softmax(z), h its greatest class
///     cᵢ = weight · eˢ / (eˢ + eᵗ)        s = −log p_i,own / τ, t = −log p_i,supervisor / τ
///     ∂L/∂z = (p − (1 − cᵢ) y − cᵢ h) / N
///
/// own and supervisor are the most probable classes of p and of y; h and c are detached. Where they
/// agree c = weight/2; where they do not, c falls with the student's confidence, so c ≤ weight/2. The
/// reference has KL(y ‖ p) for the first term, which differs by a constant of y. With the weight 0 this
/// is `CrossEntropy` to the bit.
/// Source: Guo et al. 2024, "Vision superalignment: weak-to-strong generalization for vision foundation
/// models" (arXiv 2402.03749); ggjy/vision_weak_to_strong, distillers/adaptconf.py, at temperature 1 of
/// the labels. The warm-up is that of its few-shot code (there 0.25).
package struct AdaptiveConfidence: Loss {
  package var temperature = 0.5
  package var weight = 1.0
  package var warmup = 0.0

  package init() {}

  package static let name = "adaptive-confidence"
  package static let summary =
    "weak labels mixed with hardened own predictions, each row by its two cross-entropies"
  package static let source =
    "Guo et al. 2024 (arXiv 2402.03749); ggjy/vision_weak_to_strong, adaptconf.py"
  package static let targets = Targets.Kind.probabilities
  package static let isStationary = false
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] {
    [
      Field(
        "temperature", \.temperature, "τ, which divides the two cross-entropies",
        check: .above(0)),
      Field("weight", \.weight, "multiplies the weight of every row", check: .within(0...1)),
      Field(
        "warmup", \.warmup, "the fraction of training over which the weight rises",
        check: .within(0...1)),
    ]
  }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    let scale = weight * batch.rise(over: warmup)
    let logs = batch.logProbabilities()
    var mixed = batch.targets
    for row in 0..<batch.rows {
      let range = row * batch.columns..<(row + 1) * batch.columns
      let own = range.lowerBound + indexOfMaximum(range.map { batch.logits.values[$0] })
      let supervisor = range.lowerBound + indexOfMaximum(batch.targets[range])
      let c = Float(scale / (1 + exp((logs[own] - logs[supervisor]) / temperature)))
      for i in range { mixed[i] = (1 - c) * mixed[i] + (i == own ? c : 0) }
    }
    return tape.softmaxCrossEntropy(
      batch.logits, targets: tape.constant(mixed, shape: batch.logits.shape))
  }
}
