#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Softmax of rows: p_j = exp(x_j − m) / Σ_k exp(x_k − m), m the largest entry of the row.
package enum Softmax {
  /// log Σ_j exp(x_j) of one row.
  package static func logSumExp(_ x: UnsafePointer<Float>, _ columns: Int) -> Float {
    let largest = largest(x, columns)
    var sum = Vector.zero
    sweep(0..<columns) { j, lanes in
      sum += exponential(x.vector(j, lanes, fill: -.infinity) - largest, lanes)
    }
    return largest + log(sum.total)
  }

  /// p = softmax(x), row by row; `p` may be `x`.
  package static func rows(
    _ x: UnsafePointer<Float>, into p: UnsafeMutablePointer<Float>, columns: Int,
    _ rows: Range<Int>
  ) {
    for row in rows {
      let (x, p) = (x + row * columns, p + row * columns)
      let largest = largest(x, columns)
      var sum = Vector.zero
      sweep(0..<columns) { j, lanes in
        let e = exponential(x.vector(j, lanes) - largest, lanes)
        sum += e
        p.store(e, j, lanes)
      }
      let factor = 1 / sum.total
      sweep(0..<columns) { j, lanes in p.store(p.vector(j, lanes) * factor, j, lanes) }
    }
  }

  /// y = log softmax(x) = x − log Σ exp x, row by row.
  package static func logRows(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, columns: Int,
    _ rows: Range<Int>
  ) {
    for row in rows {
      let (x, y) = (x + row * columns, y + row * columns)
      let normalizer = logSumExp(x, columns)
      sweep(0..<columns) { j, lanes in y.store(x.vector(j, lanes) - normalizer, j, lanes) }
    }
  }

  /// dx_j = dy_j − exp(y_j) Σ_k dy_k, with y the log-softmax.
  package static func logRowsBackward(
    _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    columns: Int, _ rows: Range<Int>, accumulate: Bool
  ) {
    for row in rows {
      let (y, dy, dx) = (y + row * columns, dy + row * columns, dx + row * columns)
      var sum = Vector.zero
      sweep(0..<columns) { j, lanes in sum += dy.vector(j, lanes) }
      let total = sum.total
      sweep(0..<columns) { j, lanes in
        dx.put(
          dy.vector(j, lanes) - exponential(y.vector(j, lanes)) * total, j, lanes,
          accumulate: accumulate)
      }
    }
  }

  /// dx_j = p_j (dy_j − Σ_k p_k dy_k), with p the softmax.
  package static func rowsBackward(
    _ p: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    columns: Int, _ rows: Range<Int>, accumulate: Bool
  ) {
    for row in rows {
      let (p, dy, dx) = (p + row * columns, dy + row * columns, dx + row * columns)
      var sum = Vector.zero
      sweep(0..<columns) { j, lanes in sum += p.vector(j, lanes) * dy.vector(j, lanes) }
      let total = sum.total
      sweep(0..<columns) { j, lanes in
        dx.put(
          p.vector(j, lanes) * (dy.vector(j, lanes) - total), j, lanes, accumulate: accumulate)
      }
    }
  }

  static func largest(_ x: UnsafePointer<Float>, _ columns: Int) -> Float {
    var largest = Vector(repeating: -.infinity)
    sweep(0..<columns) { j, lanes in
      largest = largest.larger(x.vector(j, lanes, fill: -.infinity))
    }
    return largest.largest
  }

  /// eˣ in the first lanes, 0 in the others.
  @inline(__always)
  private static func exponential(_ x: Vector, _ lanes: Int) -> Vector {
    let e = Kernels.exponential(x)
    return lanes == 16 ? e : e.replacing(with: 0, where: laneIndices .>= Int32(lanes))
  }

  @inline(__always)
  private static func exponential(_ x: Vector) -> Vector { Kernels.exponential(x) }
}

/// 0, 1, … 15.
@inline(__always) var laneIndices: SIMD16<Int32> {
  SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
}
