import Autograd
import Configuration

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cross-entropy of the rows whose confidence lies in a window; the mean stays that over all rows.
///
///     L = −(1/N) Σᵢ wᵢ Σ_c y_ic log p_ic        wᵢ = [low ≤ max_c q_ic < high], detached
///     ∂L/∂z = wᵢ (p − y) / N
///
/// q is the supervisor's label y. Or it is the student's prediction p = softmax(z), as in the released
/// code (`of: student, low: 0, high: 0.65`), which learns only from rows where the student is not sure
/// yet, and so never corrects it where it is sure and wrong; that code's `radius` r of two classes is
/// high = ½ + r. `high: 1` is no upper limit: with low = 0 this is then `CrossEntropy` to the bit.
/// Source: EleutherAI/w2s, loss.py, `confidence_window_loss`. Its radius "midweak", the median of
/// |y − ½| over the training labels, has to be given as a number.
package struct ConfidenceWindow: Loss {
  package enum Owner: String, CaseIterable, WordValue {
    case student
    case supervisor
  }

  package var owner = Owner.supervisor
  package var low = 0.6
  package var high = 1.0

  package init() {}

  package static let name = "window"
  package static let summary = "cross-entropy of the rows whose confidence lies in a window"
  package static let source = "EleutherAI/w2s, loss.py, confidence_window_loss"
  package static let targets = Targets.Kind.probabilities
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] {
    [
      Field(
        "of", \.owner,
        "whose confidence decides: the label's, or the student's as in the released code"),
      Field("low", \.low, "the least confidence that is learned from", check: .within(0...1)),
      Field(
        "high", \.high, "the confidence from which on nothing is learned; 1: no limit",
        check: .within(0...1)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    guard low >= high else { return }
    diagnostics.report(
      "the window from \(low) to \(high) is empty", at: (node["high"] ?? node["low"] ?? node).mark,
      remedy: "give a low below high")
  }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    let confidences: [Double]
    switch owner {
    case .student: confidences = batch.logProbabilities().map { exp($0) }
    case .supervisor: confidences = batch.targets.map { Double($0) }
    }
    let weights = (0..<batch.rows).map { row -> Float in
      let own = confidences[row * batch.columns..<(row + 1) * batch.columns]
      let confidence = own.max() ?? 0
      return confidence >= low && (confidence < high || high == 1) ? 1 : 0
    }
    return tape.softmaxCrossEntropy(
      batch.logits, targets: tape.constant(batch.targets, shape: batch.logits.shape),
      rowWeights: tape.constant(weights, shape: [batch.rows]))
  }
}
