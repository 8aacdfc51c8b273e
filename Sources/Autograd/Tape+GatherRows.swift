import Kernels

extension Tape {
  /// y_i = x_rows(i): `x_NE, rows_K → y_KE`. A row may be picked more than once.
  ///
  /// Gradient: dx_rows(i) += dy_i, in this order.
  package func gatherRows(_ x: Tensor, rows: [Int]) -> Tensor {
    let (n, columns) = (x.rows, x.columns)
    precondition(rows.allSatisfy { $0 >= 0 && $0 < n }, "gather: a row beyond \(n)")
    let y = tensor([rows.count, columns], needsGradient: x.needsGradient)
    let indices = rows.map { Int32($0) }
    gather(x, indices, into: y)
    record(y) { [team] _, dy in
      Tape.scatterAdd(dy, indices, into: x.zeroedGradient(), columns: columns, team)
    }
    return y
  }

  /// The last row of each sequence: `x_NE, offsets_(S+1) → y_SE`.
  package func lastRows(_ x: Tensor, offsets: [Int]) -> Tensor {
    checkOffsets(offsets, rows: x.rows)
    return gatherRows(x, rows: offsets.dropFirst().map { $0 - 1 })
  }

  func gather(_ x: Tensor, _ indices: [Int32], into y: Tensor) {
    let (source, target, columns) = (x.values, y.values, x.columns)
    indices.withUnsafeBufferPointer { buffer in
      guard let indices = buffer.baseAddress else { return }
      team.ranges(buffer.count, width: columns) {
        Rows.gather(source, indices, into: target, columns: columns, $0)
      }
    }
  }

  /// Rows may be the same, so work is split by columns.
  static func scatterAdd(
    _ dy: UnsafeMutablePointer<Float>, _ indices: [Int32],
    into dx: UnsafeMutablePointer<Float>, columns: Int, _ team: WorkerTeam
  ) {
    indices.withUnsafeBufferPointer { buffer in
      guard let indices = buffer.baseAddress else { return }
      team.ranges(columns, width: min(buffer.count, 256)) {
        Rows.scatterAdd(dy, indices, count: buffer.count, into: dx, columns: columns, $0)
      }
    }
  }
}
