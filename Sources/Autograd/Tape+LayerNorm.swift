import Kernels

extension Tape {
  /// y = γ (x − μ) / √(σ² + ε) + β over each row: `x_NE, γ_E, β_E → y_NE`.
  ///
  /// Gradient: with x̂ the normalized row, g = γ dy and ⟨·⟩ the mean over a row,
  /// dx = (g − ⟨g⟩ − x̂ ⟨g x̂⟩) / √(σ² + ε), dγ = Σ_n dy x̂, dβ = Σ_n dy.
  package func layerNorm(
    _ x: Tensor, scale: Tensor, shift: Tensor, epsilon: Float = 1e-5
  ) -> Tensor {
    let (n, columns) = (x.rows, x.columns)
    precondition(
      scale.count == columns && shift.count == columns,
      "layer norm: \(columns) columns, scale \(scale.shape), shift \(shift.shape)")
    let y = tensor(
      x.shape, needsGradient: x.needsGradient || scale.needsGradient || shift.needsGradient)
    let statistics = tensor([n, 2])
    let (source, target, kept) = (x.values, y.values, statistics.values)
    let (gamma, beta) = (scale.values, shift.values)
    team.ranges(n, width: columns) {
      LayerNorm.forward(
        source, scale: gamma, shift: beta, epsilon: epsilon, into: target, statistics: kept,
        columns: columns, $0)
    }
    record(y) { [team, pool] _, dy in
      let dx = x.needsGradient ? x.gradientDestination() : nil
      let needsParameters = scale.needsGradient || shift.needsGradient
      // Each range of rows sums apart; the sums are added in the order of the ranges.
      let parts = WorkerTeam.rangeCount(n, width: columns)
      let length = WorkerTeam.rangeLength(width: columns)
      let sums = pool.take(needsParameters ? parts * 2 * columns : 0)
      let (source, kept, gamma) = (x.values, statistics.values, scale.values)
      team.ranges(n, width: columns) { rows in
        if needsParameters {
          LayerNorm.parameterSums(
            source, statistics: kept, dy,
            into: sums + rows.lowerBound / length * 2 * columns, columns: columns, rows)
        }
        if let dx {
          LayerNorm.backward(
            source, scale: gamma, statistics: kept, dy, into: dx.values, columns: columns, rows,
            accumulate: dx.accumulate)
        }
      }
      for (parameter, start) in [(scale, 0), (shift, columns)] where parameter.needsGradient {
        let gradient = parameter.gradientDestination()
        Reduction.columnSums(
          sums + start, rows: parts, stride: 2 * columns, into: gradient.values, 0..<columns,
          accumulate: gradient.accumulate)
      }
      pool.give(sums)
    }
    return y
  }
}
