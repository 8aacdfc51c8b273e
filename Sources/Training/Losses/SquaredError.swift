import Autograd
import Configuration

/// Squared error of real-valued outputs.
///
///     L = (1/N) Σᵢ ‖f(xᵢ) − yᵢ‖²        ∂L/∂f = 2 (f − y) / N
package struct SquaredError: Loss {
  package init() {}

  package static let name = "squared-error"
  package static let summary = "the squared distance to real-valued targets"
  package static let source = "least squares; Medvedev et al. 2025, section 2"
  package static let targets = Targets.Kind.values
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] { [] }

  /// Choices are classes.
  package var suitsChoices: Bool { false }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    tape.squaredError(
      batch.logits, target: tape.constant(batch.targets, shape: batch.logits.shape))
  }
}
