import Autograd
import Configuration

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cross-entropy with the product of the label and the student's own prediction.
///
///     L = −(1/N) Σᵢ Σ_c t_ic log p_ic        t ∝ p^β y^α, normalized, detached        p = softmax(z)
///     ∂L/∂z = (p − t) / N
///
/// Logarithms are multiplied, so that no prediction underflows; a class of label 0 stays at 0 if α > 0.
/// With α = 1 and β = 0 this is `CrossEntropy` to the bit.
///
/// β rises over the warm-up. The released code has a `warmup_frac` of 0.1 that nothing reads: it trains
/// with β from the first step, which is the default here.
/// Source: reference: loss.py, `product_loss_fn`; Burns et al. 2023 do not report it.
package struct ProductLoss: Loss {
  package var alpha = 1.0
  package var beta = 1.0
  package var warmup = 0.0

  package init() {}

  package static let name = "product"
  package static let summary =
    "cross-entropy with the product of powers of weak label and own prediction"
  package static let source = "openai/weak-to-strong, loss.py, product_loss_fn"
  package static let targets = Targets.Kind.probabilities
  package static let isStationary = false
  package static let isMeanOfRows = true
  package static var fields: [Field<Self>] {
    [
      Field("alpha", \.alpha, "α, the exponent of the weak label", check: .atLeast(0)),
      Field("beta", \.beta, "β, the exponent of the own prediction", check: .atLeast(0)),
      Field(
        "warmup", \.warmup,
        "the fraction of training over which β rises; 0 as the released code computes",
        check: .within(0...1)),
    ]
  }

  /// What an example does not have has a probability below 10⁻²⁶ in labels of others: its square root
  /// is below 10⁻¹³, that of a small exponent may be anything.
  package var suitsChoices: Bool { alpha >= 0.5 }

  package func value(_ batch: LossBatch, on tape: Tape) -> Tensor {
    let targets = products(batch, exponent: beta * batch.rise(over: warmup))
    return tape.softmaxCrossEntropy(
      batch.logits, targets: tape.constant(targets, shape: batch.logits.shape))
  }

  private func products(_ batch: LossBatch, exponent: Double) -> [Float] {
    // Labels are distributions already: normalized once more they would differ in the last bit.
    guard alpha != 1 || exponent != 0 else { return batch.targets }
    var products = batch.logProbabilities()
    for i in products.indices {
      // 0⁰ = 1, as `torch.pow` has it.
      let label = alpha == 0 ? 0 : alpha * log(Double(batch.targets[i]))
      products[i] = exponent * products[i] + label
    }
    for row in 0..<batch.rows {
      let range = row * batch.columns..<(row + 1) * batch.columns
      let largest = products[range].max() ?? 0
      let sum = products[range].reduce(0) { $0 + exp($1 - largest) }
      for i in range { products[i] = exp(products[i] - largest) / sum }
    }
    return products.map { Float($0) }
  }
}
