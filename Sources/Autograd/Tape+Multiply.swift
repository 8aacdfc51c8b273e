import Kernels

extension Tape {
  /// y = a b, element by element, for tensors of one shape.
  ///
  /// Gradient: da = dy b, db = dy a.
  package func multiply(_ a: Tensor, _ b: Tensor) -> Tensor {
    precondition(a.shape == b.shape, "multiply: shapes \(a.shape) and \(b.shape)")
    let y = tensor(a.shape, needsGradient: a.needsGradient || b.needsGradient)
    let (aValues, bValues, yValues) = (a.values, b.values, y.values)
    team.ranges(y.count, width: 1) { Elementwise.multiply(aValues, bValues, into: yValues, $0) }
    record(y) { [team] _, dy in
      for (factor, other) in [(a, b), (b, a)] where factor.needsGradient {
        let (d, values) = (factor.gradientDestination(), other.values)
        team.ranges(factor.count, width: 1) {
          Elementwise.multiply(dy, values, into: d.values, $0, accumulate: d.accumulate)
        }
      }
    }
    return y
  }
}
