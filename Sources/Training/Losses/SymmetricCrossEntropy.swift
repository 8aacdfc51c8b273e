import Autograd
import Configuration

/// Cross-entropy and reverse cross-entropy together.
///
///     L = α CE(y, p) + β RCE(y, p)        RCE = −(1/N) Σᵢ Σ_c p_ic log max(y_ic, ε)
///     ∂L/∂z = α ∂CE/∂z + β ∂RCE/∂z, see `CrossEntropy` and `ReverseCrossEntropy`
///
/// With α = 1 and β = 0 this is `CrossEntropy` to the bit. Defaults are those of the paper's CIFAR-10
/// (CIFAR-100: α = 6, β = 0.1).
/// Source: Wang et al. 2019, "Symmetric cross entropy for robust learning with noisy labels", section 3.
/// ε is that of their code, loss.py, `symmetric_cross_entropy`; the paper's log 0 = A = −4 is ε = 0.0183.
package struct SymmetricCrossEntropy: Loss {
  package var alpha = 0.1
  package var beta = 1.0
  package var floor = 1e-4

  package init() {}

  package static let name = "symmetric"
  package static let summary = "a weighted sum of cross-entropy and reverse cross-entropy"
  package static let source = "Wang et al. 2019, section 3; their loss.py"
  package static let targets = Targets.Kind.probabilities
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] {
    [
      Field("alpha", \.alpha, "α, the weight of cross-entropy", check: .atLeast(0)),
      Field("beta", \.beta, "β, the weight of reverse cross-entropy", check: .atLeast(0)),
      LabelFloor.field(\.floor),
    ]
  }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    let forward = tape.scale(CrossEntropy().value(batch, on: tape), by: Float(alpha))
    guard beta > 0 else { return forward }
    let reverse = tape.ownExpectation(batch) { label, _ in
      -LabelFloor.logarithm(of: label, floor: floor)
    }
    return tape.add(forward, tape.scale(reverse, by: Float(beta)))
  }
}
