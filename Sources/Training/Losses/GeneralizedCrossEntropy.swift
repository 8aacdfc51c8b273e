import Autograd
import Configuration

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Between cross-entropy (q → 0) and half the absolute error (q = 1), in double precision.
///
///     L = (1/N) Σᵢ Σ_c y_ic (1 − p_ic^q) / q        p = softmax(z)
///     ∂L/∂z_k = (p_k Σ_c y_c p_c^q − y_k p_k^q) / N
///
/// For soft labels it is the expectation under the label. q = 0 is `CrossEntropy`, to the bit.
/// Source: Zhang & Sabuncu 2018, "Generalized cross entropy loss for training deep neural networks with
/// noisy labels", equation 6; not the truncated form of equation 8.
package struct GeneralizedCrossEntropy: Loss {
  package var exponent = 0.7

  package init() {}

  package static let name = "generalized-cross-entropy"
  package static let summary = "between cross-entropy (q = 0) and half the absolute error (q = 1)"
  package static let source = "Zhang & Sabuncu 2018, equation 6"
  package static let targets = Targets.Kind.probabilities
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] {
    [Field("exponent", \.exponent, "q; 0 is cross-entropy", check: .within(0...1))]
  }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    guard exponent > 0 else { return CrossEntropy().value(batch, on: tape) }
    let (rows, columns, q) = (batch.rows, batch.columns, exponent)
    let logs = batch.logProbabilities()
    return tape.loss(of: batch.logits) { _, gradient in
      var sum = 0.0
      for row in 0..<rows {
        let range = row * columns..<(row + 1) * columns
        // Detached, y p^q are the targets of a cross-entropy that has this gradient.
        let pulls = range.map { Double(batch.targets[$0]) * exp(q * logs[$0]) }
        for i in range { sum -= Double(batch.targets[i]) * expm1(q * logs[i]) / q }
        guard let gradient else { continue }
        let total = pulls.reduce(0, +)
        for (i, pull) in zip(range, pulls) {
          gradient[i] = Float((exp(logs[i]) * total - pull) / Double(rows))
        }
      }
      return Float(sum / Double(rows))
    }
  }
}
