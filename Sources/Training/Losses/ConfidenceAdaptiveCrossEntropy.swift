import Autograd
import Configuration

/// Cross-entropy where the supervisor is confident, reverse cross-entropy where it is not.
///
///     L = (1/N) Σᵢ (cᵢ CE(yᵢ, pᵢ) + (1 − cᵢ) RCE(yᵢ, pᵢ))        cᵢ = [max_c y_ic − 1/C ≥ threshold]
///     ∂L/∂z = cᵢ ∂CE/∂z + (1 − cᵢ) ∂RCE/∂z, see `CrossEntropy` and `ReverseCrossEntropy`
///
/// For two classes the confidence is |y − ½|. With the threshold 0 this is `CrossEntropy` to the bit.
/// Source: Xu et al. 2025, "On the emergence of weak-to-strong generalization: a bias-variance
/// perspective" (arXiv 2505.24313), experiments; the rule and its default as in the code that names it
/// `CACE_loss`. The extension to more classes is ours.
package struct ConfidenceAdaptiveCrossEntropy: Loss {
  package var threshold = 0.01
  package var floor = 1e-4

  package init() {}

  package static let name = "cace"
  package static let summary =
    "cross-entropy for confident labels, reverse cross-entropy for the others"
  package static let source = "Xu et al. 2025 (arXiv 2505.24313); floor: Wang et al. 2019"
  package static let targets = Targets.Kind.probabilities
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] {
    [
      Field(
        "threshold", \.threshold,
        "how far above chance (1/classes) a confident label's greatest probability is",
        check: .within(0...1)),
      LabelFloor.field(\.floor),
    ]
  }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    let confident = (0..<batch.rows).map { row in
      let label = batch.targets[row * batch.columns..<(row + 1) * batch.columns]
      return threshold == 0
        || Double(label.max() ?? 0) - 1 / Double(batch.columns) >= threshold
    }
    let forward = tape.softmaxCrossEntropy(
      batch.logits, targets: tape.constant(batch.targets, shape: batch.logits.shape),
      rowWeights: tape.constant(confident.map { $0 ? 1 : 0 }, shape: [batch.rows]))
    guard confident.contains(false) else { return forward }
    let reverse = tape.ownExpectation(batch, weights: confident.map { $0 ? 0 : 1 }) { label, _ in
      -LabelFloor.logarithm(of: label, floor: floor)
    }
    return tape.add(forward, reverse)
  }
}
