import Kernels

extension Tape {
  /// y = max(x, 0).
  ///
  /// Gradient: dx = dy where x > 0, else 0.
  package func relu(_ x: Tensor) -> Tensor {
    let y = tensor(x.shape, needsGradient: x.needsGradient)
    let (xValues, yValues) = (x.values, y.values)
    team.ranges(y.count, width: 1) { Elementwise.relu(xValues, into: yValues, $0) }
    record(y) { [team] y, dy in
      let (dx, yValues) = (x.gradientDestination(), y.values)
      team.ranges(y.count, width: 1) {
        Elementwise.reluBackward(yValues, dy, into: dx.values, $0, accumulate: dx.accumulate)
      }
    }
    return y
  }
}
