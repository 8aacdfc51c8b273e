import Kernels

/// One teacher's data and one student's inputs, diagonalized, so that any pair of ridges costs O(d)
/// for the teacher and O(d) for the student.
struct RidgeDraw: Sendable {
  private let signal: Double
  /// Eigenvalues of S = XᵀX/n, and Qᵀβ, QᵀXᵀy/n.
  private let eigenvalues: [Double]
  private let truth: [Double]
  private let moments: [Double]
  /// Eigenvalues of the student's S̃, and in its eigenvectors the truth and each ridge's teacher.
  private let studentEigenvalues: [Double]
  private let studentTruth: [Double]
  private let teachers: [[Double]]

  init(_ study: Ridge, _ stream: inout RandomStream) throws(LinearAlgebraError) {
    let (d, n) = (study.dimension, study.samples)
    let inputs = DoubleMatrix(normal: n, d, from: &stream)
    var direction = (0..<d).map { _ in stream.normalDouble() }
    let length = dot(direction, direction).squareRoot()
    direction = direction.map { $0 * study.signal / length }
    let labels = inputs.times(direction).map { $0 + study.noise * stream.normalDouble() }
    var covariance = inputs.gram()
    for i in covariance.values.indices { covariance.values[i] /= Double(n) }
    let eigen = try covariance.symmetricEigen()
    signal = study.signal
    eigenvalues = eigen.values
    truth = eigen.vectors.times(direction, transposed: true)
    moments = eigen.vectors.times(
      inputs.times(labels, transposed: true).map { $0 / Double(n) }, transposed: true)

    let studentCount = study.studentSamples ?? n
    let fresh = DoubleMatrix(normal: studentCount, d, from: &stream)
    var freshCovariance = fresh.gram()
    for i in freshCovariance.values.indices { freshCovariance.values[i] /= Double(studentCount) }
    let student = try freshCovariance.symmetricEigen()
    studentEigenvalues = student.values
    studentTruth = student.vectors.times(direction, transposed: true)
    var rotated: [[Double]] = []
    for ridge in study.ridges.values.sorted() {
      let weights = zip(eigenvalues, moments).map { $1 / ($0 + ridge) }
      rotated.append(
        student.vectors.times(eigen.vectors.times(weights), transposed: true))
    }
    teachers = rotated
  }

  /// ‖β_t − β‖² for the teacher with the ridge of that index.
  func teacher(_ index: Int) -> Double {
    zip(teachers[index], studentTruth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// ‖β_s − β‖² for a student of that teacher.
  func student(_ index: Int, ridge: Double) -> Double {
    var sum = 0.0
    for (i, eigenvalue) in studentEigenvalues.enumerated() {
      let error = eigenvalue / (eigenvalue + ridge) * teachers[index][i] - studentTruth[i]
      sum += error * error
    }
    return sum
  }

  /// ⟨β_t, β_t − β⟩ for a teacher with any ridge.
  func excess(ridge: Double) -> Double {
    var sum = 0.0
    for (i, eigenvalue) in eigenvalues.enumerated() {
      let weight = moments[i] / (eigenvalue + ridge)
      sum += weight * (weight - truth[i])
    }
    return sum
  }
}
