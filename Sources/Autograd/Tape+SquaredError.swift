import Kernels

extension Tape {
  /// The mean over rows of Σ_c (y_nc − t_nc)²: `y_NC, target_NC → loss`. For one output this is the
  /// mean squared error.
  ///
  /// Gradient: dy = 2 (y − t) / N; targets are detached.
  package func squaredError(_ y: Tensor, target: Tensor) -> Tensor {
    precondition(
      y.count == target.count && y.columns == target.columns,
      "squared error: outputs \(y.shape), targets \(target.shape)")
    precondition(y.count > 0, "squared error of no rows")
    let loss = tensor([1], needsGradient: y.needsGradient)
    let n = y.rows
    let sum = Reduction.sumOfSquaredDifferences(y.values, target.values, 0..<y.count)
    loss.values[0] = Float(sum / Double(n))
    record(loss) { [team] _, gradient in
      let scale = 2 * gradient[0] / Float(n)
      let (dy, yValues, tValues) = (y.gradientDestination(), y.values, target.values)
      team.ranges(y.count, width: 1) {
        Elementwise.scaledDifference(
          yValues, tValues, by: scale, into: dy.values, $0, accumulate: dy.accumulate)
      }
    }
    return loss
  }
}
