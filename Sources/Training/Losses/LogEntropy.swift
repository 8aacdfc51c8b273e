import Autograd
import Configuration

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cross-entropy with a mixture of the weak label and the student's own prediction, not hardened.
///
///     L = −(1/N) Σᵢ Σ_c ((1 − c) y_ic + c p_ic) log p_ic        p = softmax(z)
///
/// c rises linearly to the weight over the warm-up. With the weight 0 this is `CrossEntropy` to the bit.
///
/// `detached`, as the reference has it, holds the mixture fixed: ∂L/∂z = (1 − c) (p − y) / N, so the own
/// prediction has no pull and only shortens the steps. Otherwise the second term is the entropy H of the
/// prediction, which is made small (Grandvalet & Bengio 2004):
/// ∂L/∂z_k = ((1 − c) (p_k − y_k) − c p_k (log p_k + H)) / N.
/// Source: EleutherAI/w2s, loss.py, `log_confidence_loss` with `harden=False`. Its warm-up is 100 steps
/// of any training; its `balance_batch` is not here.
package struct LogEntropy: Loss {
  package var weight = 0.5
  package var warmup = 0.1
  package var detached = true

  package init() {}

  package static let name = "log-entropy"
  package static let summary =
    "cross-entropy with weak labels mixed with the student's own soft predictions"
  package static let source =
    "EleutherAI/w2s, loss.py, log_confidence_loss with harden=False (\"entropy\")"
  package static let targets = Targets.Kind.probabilities
  package static let isStationary = false
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] {
    [
      Field(
        "weight", \.weight, "the weight of the own prediction after warm-up",
        check: .within(0...1)),
      Field(
        "warmup", \.warmup, "the fraction of training over which the weight rises",
        check: .within(0...1)),
      Field(
        "detached", \.detached,
        "hold the own prediction fixed, as the reference does; if not, its entropy is minimized"),
    ]
  }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    let c = weight * batch.rise(over: warmup)
    if detached {
      let own = batch.logProbabilities()
      let mixed = zip(batch.targets, own).map { Float(1 - c) * $0 + Float(c * exp($1)) }
      return tape.softmaxCrossEntropy(
        batch.logits, targets: tape.constant(mixed, shape: batch.logits.shape))
    }
    let labels = batch.targets.map { Float(1 - c) * $0 }
    let supervised = tape.softmaxCrossEntropy(
      batch.logits, targets: tape.constant(labels, shape: batch.logits.shape))
    guard c > 0 else { return supervised }
    let entropy = tape.ownExpectation(batch) { _, log in -log }
    return tape.add(supervised, tape.scale(entropy, by: Float(c)))
  }
}
