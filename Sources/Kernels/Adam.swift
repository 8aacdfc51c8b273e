#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One step of Adam (Kingma and Ba 2015) or AdamW (Loshchilov and Hutter 2019) on flat memory, in
/// the order of operations of PyTorch's `torch.optim`:
///
///     g ← c g                            c: the factor of gradient clipping
///     θ ← θ (1 − η λ)                    decoupled weight decay, or g ← g + λ θ
///     m ← m + (1 − β₁)(g − m),  v ← β₂ v + (1 − β₂) g²
///     θ ← θ − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
package struct Adam: Sendable {
  private let momentum: Float
  private let decay2: Float
  private let gain2: Float
  private let stepSize: Float
  private let rootCorrection: Float
  private let epsilon: Float
  private let shrink: Float
  private let penalty: Float
  private let gradientScale: Float

  /// - Parameters:
  ///   - step: t, from 1.
  ///   - decoupled: whether `weightDecay` shrinks weights (AdamW) or adds to the gradient (Adam).
  ///   - gradientScale: c above.
  package init(
    step: Int, rate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0, decoupled: Bool = true, gradientScale: Float = 1
  ) {
    precondition(step > 0, "steps are counted from 1")
    momentum = Float(1 - beta1)
    decay2 = Float(beta2)
    gain2 = Float(1 - beta2)
    stepSize = Float(rate / (1 - pow(beta1, Double(step))))
    rootCorrection = Float((1 - pow(beta2, Double(step))).squareRoot())
    self.epsilon = Float(epsilon)
    shrink = decoupled ? Float(1 - rate * weightDecay) : 1
    penalty = decoupled ? 0 : Float(weightDecay)
    self.gradientScale = gradientScale
  }

  /// Updates weights θ and moments m, v in the range.
  ///
  /// Where g, m and v are zero and there is no weight decay, nothing changes.
  package func update(
    _ weights: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
    first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>, _ range: Range<Int>
  ) {
    // 1 / root as a factor would round otherwise than PyTorch's division.
    longSweep(range) { i, lanes in
      let weight = weights.vector(i, lanes)
      let g = gradients.vector(i, lanes) * gradientScale + weight * penalty
      var m = first.vector(i, lanes)
      m += (g - m) * momentum
      let v = second.vector(i, lanes) * decay2 + g * g * gain2
      let denominator = v.squareRoot() / rootCorrection + epsilon
      first.store(m, i, lanes)
      second.store(v, i, lanes)
      weights.store(weight * shrink - m / denominator * stepSize, i, lanes)
    }
  }
}
