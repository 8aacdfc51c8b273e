import COpenBLAS

extension DoubleMatrix {
  /// op(A) op(B), where op transposes if asked: (m × k)(k × n) → m × n, 2mkn operations.
  package static func product(
    _ a: DoubleMatrix, _ b: DoubleMatrix, transposeLeft: Bool = false,
    transposeRight: Bool = false
  ) -> DoubleMatrix {
    BLAS.prepared
    let m = transposeLeft ? a.columns : a.rows
    let inner = transposeLeft ? a.rows : a.columns
    let n = transposeRight ? b.rows : b.columns
    precondition(
      inner == (transposeRight ? b.columns : b.rows), "inner dimensions of a product differ")
    var result = DoubleMatrix(rows: m, columns: n)
    guard m > 0, n > 0, inner > 0 else { return result }
    result.values.withUnsafeMutableBufferPointer { c in
      cblas_dgemm(
        CblasColMajor, transposeLeft ? CblasTrans : CblasNoTrans,
        transposeRight ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(inner), 1,
        a.values, blasint(a.rows), b.values, blasint(b.rows), 0, c.baseAddress, blasint(m))
    }
    return result
  }

  package static func * (a: DoubleMatrix, b: DoubleMatrix) -> DoubleMatrix { product(a, b) }

  /// A x, or Aᵀ x.
  package func times(_ x: [Double], transposed: Bool = false) -> [Double] {
    BLAS.prepared
    precondition(x.count == (transposed ? rows : columns), "A x with a vector of another length")
    var y = [Double](repeating: 0, count: transposed ? columns : rows)
    guard rows > 0, columns > 0 else { return y }
    cblas_dgemv(
      CblasColMajor, transposed ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns), 1,
      values, blasint(rows), x, 1, 0, &y, 1)
    return y
  }

  /// The Gram matrix AᵀA (columns × columns), or A Aᵀ (rows × rows); both triangles are filled.
  package func gram(ofRows: Bool = false) -> DoubleMatrix {
    BLAS.prepared
    let n = ofRows ? rows : columns
    var result = DoubleMatrix(rows: n, columns: n)
    guard rows > 0, columns > 0 else { return result }
    result.values.withUnsafeMutableBufferPointer { c in
      cblas_dsyrk(
        CblasColMajor, CblasLower, ofRows ? CblasNoTrans : CblasTrans, blasint(n),
        blasint(ofRows ? columns : rows), 1, values, blasint(rows), 0, c.baseAddress, blasint(n))
      for j in 0..<n {
        for i in j + 1..<max(n, j + 1) { c[j + i * n] = c[i + j * n] }
      }
    }
    return result
  }
}

/// Σ xᵢyᵢ.
package func dot(_ x: [Double], _ y: [Double]) -> Double {
  BLAS.prepared
  precondition(x.count == y.count, "dot product of vectors of different length")
  return cblas_ddot(blasint(x.count), x, 1, y, 1)
}
