import COpenBLAS

/// A LAPACK routine that could not finish; the numbers are LAPACK's `info`.
package enum LinearAlgebraError: Error, Equatable, CustomStringConvertible {
  case notPositiveDefinite(leadingMinor: Int)
  case eigenvaluesDidNotConverge(Int)
  case singularValuesDidNotConverge(Int)

  package var description: String {
    switch self {
    case .notPositiveDefinite(let order):
      "the leading minor of order \(order) is not positive; add a ridge or use fewer columns"
    case .eigenvaluesDidNotConverge(let count):
      "\(count) eigenvalues did not converge; check the matrix for infinite entries"
    case .singularValuesDidNotConverge(let count):
      "\(count) singular values did not converge; check the matrix for infinite entries"
    }
  }
}

/// A = Q diag(λ) Qᵀ with λ ascending and the eigenvectors in the columns of Q.
package struct SymmetricEigen: Sendable {
  package var values: [Double]
  package var vectors: DoubleMatrix
}

extension DoubleMatrix {
  /// Eigenvalues and eigenvectors of a symmetric matrix (lower triangle read) by divide and
  /// conquer, about 9n³ operations.
  package func symmetricEigen() throws(LinearAlgebraError) -> SymmetricEigen {
    BLAS.prepared
    precondition(rows == columns, "eigenvectors of a matrix that is not square")
    var vectors = self
    var eigenvalues = [Double](repeating: 0, count: rows)
    var n = blasint(rows)
    var info: blasint = 0
    var workCount: blasint = -1
    var integerCount: blasint = -1
    var work = [0.0]
    var integerWork: [blasint] = [0]
    for _ in 0..<2 {
      dsyevd_(
        "V", "L", &n, &vectors.values, &n, &eigenvalues, &work, &workCount, &integerWork,
        &integerCount, &info)
      guard info == 0 else { throw .eigenvaluesDidNotConverge(Int(info)) }
      guard workCount < 0 else { break }
      workCount = blasint(work[0])
      integerCount = integerWork[0]
      work = [Double](repeating: 0, count: Int(workCount))
      integerWork = [blasint](repeating: 0, count: Int(integerCount))
    }
    return SymmetricEigen(values: eigenvalues, vectors: vectors)
  }

  /// A⁻¹B for a symmetric positive definite A (lower triangle read), by Cholesky.
  package func choleskySolve(_ b: DoubleMatrix) throws(LinearAlgebraError) -> DoubleMatrix {
    BLAS.prepared
    precondition(rows == columns && b.rows == rows, "Cholesky solve of shapes that do not fit")
    var factor = values
    var solution = b
    var n = blasint(rows)
    var right = blasint(b.columns)
    var info: blasint = 0
    dpotrf_("L", &n, &factor, &n, &info)
    guard info == 0 else { throw .notPositiveDefinite(leadingMinor: Int(info)) }
    dpotrs_("L", &n, &right, &factor, &n, &solution.values, &n, &info)
    return solution
  }

  package func choleskySolve(_ b: [Double]) throws(LinearAlgebraError) -> [Double] {
    try choleskySolve(DoubleMatrix(b)).values
  }

  /// A⁻¹b for a symmetric positive semidefinite A: by Cholesky, or, where rounding leaves no
  /// factor, on the eigenvectors above 10⁻¹³ of the largest eigenvalue.
  package func semidefiniteSolve(_ b: [Double]) throws(LinearAlgebraError) -> [Double] {
    do throws(LinearAlgebraError) {
      return try choleskySolve(b)
    } catch .notPositiveDefinite {
      let eigen = try symmetricEigen()
      let cutoff = 1e-13 * (eigen.values.last ?? 0)
      let parts = zip(eigen.values, eigen.vectors.times(b, transposed: true)).map {
        $0 > cutoff ? $1 / $0 : 0
      }
      return eigen.vectors.times(parts)
    }
  }

  /// The minimum-norm W of least ‖A W − B‖ (SVD, divide and conquer); singular values below
  /// 10⁻¹³ of the largest count as zero.
  package func leastSquares(_ b: DoubleMatrix) throws(LinearAlgebraError) -> DoubleMatrix {
    BLAS.prepared
    precondition(b.rows == rows, "least squares with a right side of other length")
    var a = values
    let leading = max(rows, columns)
    var x = DoubleMatrix(rows: leading, columns: b.columns)
    for j in 0..<b.columns {
      for i in 0..<rows { x.values[i + j * leading] = b.values[i + j * rows] }
    }
    var m = blasint(rows)
    var n = blasint(columns)
    var right = blasint(b.columns)
    var ldb = blasint(leading)
    var singular = [Double](repeating: 0, count: min(rows, columns))
    var rcond = 1e-13
    var rank: blasint = 0
    var info: blasint = 0
    var workCount: blasint = -1
    var work = [0.0]
    var integerWork: [blasint] = [0]
    for _ in 0..<2 {
      dgelsd_(
        &m, &n, &right, &a, &m, &x.values, &ldb, &singular, &rcond, &rank, &work, &workCount,
        &integerWork, &info)
      guard info == 0 else { throw .singularValuesDidNotConverge(Int(info)) }
      guard workCount < 0 else { break }
      workCount = blasint(work[0])
      work = [Double](repeating: 0, count: Int(workCount))
      integerWork = [blasint](repeating: 0, count: max(1, Int(integerWork[0])))
    }
    var solution = DoubleMatrix(rows: columns, columns: b.columns)
    for j in 0..<b.columns {
      for i in 0..<columns { solution.values[i + j * columns] = x.values[i + j * leading] }
    }
    return solution
  }

  package func leastSquares(_ b: [Double]) throws(LinearAlgebraError) -> [Double] {
    try leastSquares(DoubleMatrix(b)).values
  }
}
