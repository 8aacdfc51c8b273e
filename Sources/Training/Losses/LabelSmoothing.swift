import Autograd
import Configuration

/// Cross-entropy with labels moved towards the uniform distribution.
///
///     L = −(1/N) Σᵢ Σ_c t_ic log p_ic        t = (1 − ε) y + ε / C        p = softmax(z)
///     ∂L/∂z = (p − t) / N
///
/// With ε = 0 this is `CrossEntropy` to the bit.
/// Source: Szegedy et al. 2016, "Rethinking the inception architecture for computer vision", section 7.
package struct LabelSmoothing: Loss {
  package var smoothing = 0.1

  package init() {}

  package static let name = "label-smoothing"
  package static let summary = "cross-entropy with labels moved towards the uniform distribution"
  package static let source = "Szegedy et al. 2016, section 7"
  package static let targets = Targets.Kind.probabilities
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] {
    [
      Field(
        "smoothing", \.smoothing, "ε, the share of the uniform distribution",
        check: .within(0...1))
    ]
  }

  /// A class that an example does not have would get its share of ε.
  package var suitsChoices: Bool { smoothing == 0 }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    let (kept, added) = (Float(1 - smoothing), Float(smoothing / Double(batch.columns)))
    let targets = batch.targets.map { kept * $0 + added }
    return tape.softmaxCrossEntropy(
      batch.logits, targets: tape.constant(targets, shape: batch.logits.shape))
  }
}
