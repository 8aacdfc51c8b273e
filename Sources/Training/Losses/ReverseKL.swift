import Autograd
import Configuration

/// The Kullback–Leibler divergence of the student's prediction from the label.
///
///     L = (1/N) Σᵢ Σ_c p_ic (log p_ic − log max(y_ic, ε))        p = softmax(z)
///     ∂L/∂z_k = p_k (d_k − Σ_c p_c d_c) / N        d = log p − log max(y, ε)
///
/// Reverse cross-entropy less the entropy of the prediction; zero, with its gradient, where p = y. The
/// floor ε keeps labels of 0 finite.
/// Source: Yao et al. 2025, "Revisiting weak-to-strong generalization in theory and practice: reverse KL
/// vs. forward KL" (arXiv 2502.11107).
package struct ReverseKL: Loss {
  package var floor = 1e-4

  package init() {}

  package static let name = "reverse-kl"
  package static let summary = "divergence of the student's predictions from the labels, KL(p ‖ y)"
  package static let source = "Yao et al. 2025 (arXiv 2502.11107); floor: Wang et al. 2019"
  package static let targets = Targets.Kind.probabilities
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] { [LabelFloor.field(\.floor)] }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    tape.ownExpectation(batch) { label, log in log - LabelFloor.logarithm(of: label, floor: floor) }
  }
}
