import Autograd
import Configuration

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cross-entropy with the roles exchanged: what the label costs under the student's prediction.
///
///     L = −(1/N) Σᵢ Σ_c p_ic log max(y_ic, ε)        p = softmax(z)
///     ∂L/∂z_k = p_k (ℓ_k − Σ_c p_c ℓ_c) / N        ℓ = −log max(y, ε)
///
/// The floor ε keeps labels of 0 finite. A label that knows nothing has no gradient.
/// Source: Yao et al. 2025, "Revisiting weak-to-strong generalization in theory and practice: reverse KL
/// vs. forward KL" (arXiv 2502.11107); the floor is that of Wang et al. 2019 (their log 0 = A is log ε).
package struct ReverseCrossEntropy: Loss {
  package var floor = 1e-4

  package init() {}

  package static let name = "reverse-cross-entropy"
  package static let summary = "cross-entropy of the labels under the student's predictions"
  package static let source = "Yao et al. 2025 (arXiv 2502.11107); floor: Wang et al. 2019"
  package static let targets = Targets.Kind.probabilities
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] { [LabelFloor.field(\.floor)] }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    tape.ownExpectation(batch) { label, _ in -LabelFloor.logarithm(of: label, floor: floor) }
  }
}
