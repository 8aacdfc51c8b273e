import Kernels

extension Tape {
  /// y = a + b for tensors of one shape.
  ///
  /// Gradient: da = dy, db = dy.
  package func add(_ a: Tensor, _ b: Tensor) -> Tensor {
    precondition(a.shape == b.shape, "add: shapes \(a.shape) and \(b.shape)")
    let y = tensor(a.shape, needsGradient: a.needsGradient || b.needsGradient)
    let (aValues, bValues, yValues) = (a.values, b.values, y.values)
    team.ranges(y.count, width: 1) { Elementwise.add(aValues, bValues, into: yValues, $0) }
    record(y) { [team] y, dy in
      if b.needsGradient {
        let db = b.gradientDestination()
        team.ranges(y.count, width: 1) {
          Elementwise.copy(dy, into: db.values, $0, accumulate: db.accumulate)
        }
      }
      // The residual stream's gradient passes on without a copy.
      if a.needsGradient, !a.adoptGradient(of: y) {
        let da = a.gradientDestination()
        team.ranges(a.count, width: 1) {
          Elementwise.copy(dy, into: da.values, $0, accumulate: da.accumulate)
        }
      }
    }
    return y
  }
}
