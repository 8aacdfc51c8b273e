import Kernels

extension Tape {
  /// y = softmax(x) over each row: `x_NC → y_NC`.
  ///
  /// Gradient: dx_c = y_c (dy_c − Σ_k y_k dy_k).
  package func softmax(_ x: Tensor) -> Tensor {
    let y = tensor(x.shape, needsGradient: x.needsGradient)
    let (source, target, columns) = (x.values, y.values, x.columns)
    team.ranges(x.rows, width: columns) {
      Softmax.rows(source, into: target, columns: columns, $0)
    }
    record(y) { [team] y, dy in
      let (dx, values) = (x.gradientDestination(), y.values)
      team.ranges(y.rows, width: columns) {
        Softmax.rowsBackward(
          values, dy, into: dx.values, columns: columns, $0, accumulate: dx.accumulate)
      }
    }
    return y
  }

  /// y = x − log Σ exp x over each row: `x_NC → y_NC`.
  ///
  /// Gradient: dx_c = dy_c − exp(y_c) Σ_k dy_k.
  package func logSoftmax(_ x: Tensor) -> Tensor {
    let y = tensor(x.shape, needsGradient: x.needsGradient)
    let (source, target, columns) = (x.values, y.values, x.columns)
    team.ranges(x.rows, width: columns) {
      Softmax.logRows(source, into: target, columns: columns, $0)
    }
    record(y) { [team] y, dy in
      let (dx, values) = (x.gradientDestination(), y.values)
      team.ranges(y.rows, width: columns) {
        Softmax.logRowsBackward(
          values, dy, into: dx.values, columns: columns, $0, accumulate: dx.accumulate)
      }
    }
    return y
  }
}
