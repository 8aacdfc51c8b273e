import Kernels

/// The two forms of the Gaussian error linear unit.
package enum GELUForm: Sendable {
  /// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), GPT-2's "gelu_new".
  case tanh
  /// x Φ(x), with the error function.
  case exact
}

extension Tape {
  /// y = x Φ(x), exactly or by GPT-2's approximation.
  ///
  /// Gradient: dx = dy (Φ(x) + x φ(x)), or the derivative of the approximation.
  package func gelu(_ x: Tensor, _ form: GELUForm) -> Tensor {
    let y = tensor(x.shape, needsGradient: x.needsGradient)
    let (source, target) = (x.values, y.values)
    team.ranges(y.count, width: 4) {
      switch form {
      case .tanh: GELU.tanhForward(source, into: target, $0)
      case .exact: GELU.exactForward(source, into: target, $0)
      }
    }
    record(y) { [team] _, dy in
      let (dx, source) = (x.gradientDestination(), x.values)
      team.ranges(x.count, width: 4) {
        switch form {
        case .tanh:
          GELU.tanhBackward(source, dy, into: dx.values, $0, accumulate: dx.accumulate)
        case .exact:
          GELU.exactBackward(source, dy, into: dx.values, $0, accumulate: dx.accumulate)
        }
      }
    }
    return y
  }
}
