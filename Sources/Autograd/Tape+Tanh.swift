import Kernels

extension Tape {
  /// y = tanh x.
  ///
  /// Gradient: dx = dy (1 − y²).
  package func tanh(_ x: Tensor) -> Tensor {
    let y = tensor(x.shape, needsGradient: x.needsGradient)
    let (source, target) = (x.values, y.values)
    team.ranges(y.count, width: 4) { HyperbolicTangent.forward(source, into: target, $0) }
    record(y) { [team] y, dy in
      let (dx, values) = (x.gradientDestination(), y.values)
      team.ranges(x.count, width: 1) {
        HyperbolicTangent.backward(values, dy, into: dx.values, $0, accumulate: dx.accumulate)
      }
    }
    return y
  }
}
