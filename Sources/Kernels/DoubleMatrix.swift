/// A matrix in double precision, column by column as LAPACK wants it: entry (i, j) lies at
/// `values[i + j * rows]`.
///
/// For the closed-form studies, where an identity has to hold to ten digits; training uses the
/// float32 kernels.
package struct DoubleMatrix: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  package var values: [Double]

  package init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "\(rows)×\(columns) needs as many values")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  package init(rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, values: [Double](repeating: 0, count: rows * columns))
  }

  /// A column vector.
  package init(_ column: [Double]) {
    self.init(rows: column.count, columns: 1, values: column)
  }

  package subscript(row: Int, column: Int) -> Double {
    get { values[row + column * rows] }
    set { values[row + column * rows] = newValue }
  }

  package func column(_ index: Int) -> [Double] {
    Array(values[index * rows..<(index + 1) * rows])
  }

  package var transposed: DoubleMatrix {
    var result = DoubleMatrix(rows: columns, columns: rows)
    for j in 0..<columns {
      for i in 0..<rows { result.values[j + i * columns] = values[i + j * rows] }
    }
    return result
  }

  /// Calls `body` for each column with its index and a pointer to its `rows` entries.
  package mutating func updateColumns(
    _ body: (Int, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    values.withUnsafeMutableBufferPointer { all in
      for j in 0..<columns {
        body(j, UnsafeMutableBufferPointer(rebasing: all[j * rows..<(j + 1) * rows]))
      }
    }
  }
}

extension DoubleMatrix {
  /// Independent standard normal entries.
  package init(normal rows: Int, _ columns: Int, from stream: inout RandomStream) {
    let values = [Double](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      for i in 0..<rows * columns { buffer[i] = stream.normalDouble() }
      count = rows * columns
    }
    self.init(rows: rows, columns: columns, values: values)
  }

  /// Multiplies row i by `factors[i]`: diag(factors) A.
  package mutating func scaleRows(by factors: [Double]) {
    precondition(factors.count == rows)
    updateColumns { _, column in
      for i in 0..<column.count { column[i] *= factors[i] }
    }
  }
}
