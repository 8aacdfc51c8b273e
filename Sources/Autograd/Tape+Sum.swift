import Kernels

extension Tape {
  /// y = Σ x over all elements.
  ///
  /// Gradient: dx = dy everywhere.
  package func sum(_ x: Tensor) -> Tensor {
    let y = tensor([1], needsGradient: x.needsGradient)
    y.values[0] = Float(Reduction.sum(x.values, 0..<x.count))
    record(y) { [team] _, dy in
      let (dx, value) = (x.gradientDestination(), dy[0])
      team.ranges(x.count, width: 1) {
        Elementwise.fill(dx.values, with: value, $0, accumulate: dx.accumulate)
      }
    }
    return y
  }
}
