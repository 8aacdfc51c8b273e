/// Rows picked from a matrix and put back.
package enum Rows {
  /// y_i = x_{index i}: copies rows.
  package static func gather(
    _ x: UnsafePointer<Float>, _ indices: UnsafePointer<Int32>,
    into y: UnsafeMutablePointer<Float>, columns: Int, _ range: Range<Int>
  ) {
    for i in range {
      (y + i * columns).update(from: x + Int(indices[i]) * columns, count: columns)
    }
  }

  /// x_{index i} += y_i for i = 0, 1, … in this order, in the given columns.
  package static func scatterAdd(
    _ y: UnsafePointer<Float>, _ indices: UnsafePointer<Int32>, count: Int,
    into x: UnsafeMutablePointer<Float>, columns: Int, _ range: Range<Int>
  ) {
    for i in 0..<count {
      let (from, to) = (y + i * columns, x + Int(indices[i]) * columns)
      sweep(range) { j, lanes in to.put(from.vector(j, lanes), j, lanes, accumulate: true) }
    }
  }

  /// y = the mean of x's rows in `rows`.
  package static func mean(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, columns: Int,
    _ rows: Range<Int>
  ) {
    Reduction.columnSums(
      x + rows.lowerBound * columns, rows: rows.count, stride: columns, into: y, 0..<columns,
      accumulate: false)
    Elementwise.scale(y, by: 1 / Float(rows.count), into: y, 0..<columns)
  }
}
