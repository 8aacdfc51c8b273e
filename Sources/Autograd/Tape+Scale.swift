import Kernels

extension Tape {
  /// y = c x for a constant c.
  ///
  /// Gradient: dx = c dy.
  package func scale(_ x: Tensor, by factor: Float) -> Tensor {
    let y = tensor(x.shape, needsGradient: x.needsGradient)
    let (source, target) = (x.values, y.values)
    team.ranges(y.count, width: 1) { Elementwise.scale(source, by: factor, into: target, $0) }
    record(y) { [team] _, dy in
      let dx = x.gradientDestination()
      team.ranges(x.count, width: 1) {
        Elementwise.scale(dy, by: factor, into: dx.values, $0, accumulate: dx.accumulate)
      }
    }
    return y
  }
}
