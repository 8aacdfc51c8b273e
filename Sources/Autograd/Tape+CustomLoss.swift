import Kernels

extension Tape {
  /// A loss whose value and gradient the caller computes: `x_NC → loss`.
  ///
  /// `compute` gets x_NC as flat rows and, if a gradient is needed, memory for dLoss/dx of the same
  /// size, all of which it must fill; it returns the loss. It is called once, at once.
  ///
  /// Gradient: what `compute` wrote.
  package func loss(
    of x: Tensor,
    _ compute: (
      _ x: UnsafeBufferPointer<Float>, _ gradient: UnsafeMutableBufferPointer<Float>?
    ) -> Float
  ) -> Tensor {
    let loss = tensor([1], needsGradient: x.needsGradient)
    let gradient = loss.needsGradient ? tensor(x.shape) : nil
    loss.values[0] = compute(
      UnsafeBufferPointer(start: x.values, count: x.count),
      gradient.map { UnsafeMutableBufferPointer(start: $0.values, count: $0.count) })
    guard let gradient else { return loss }
    record(loss) { [team] _, seed in
      let (dx, given, scale) = (x.gradientDestination(), gradient.values, seed[0])
      team.ranges(x.count, width: 1) {
        Elementwise.scale(given, by: scale, into: dx.values, $0, accumulate: dx.accumulate)
      }
    }
    return loss
  }
}
