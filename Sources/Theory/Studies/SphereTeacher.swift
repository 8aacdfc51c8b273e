import Kernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The population of random ReLU features on S^{d−1}: kernel
/// K(θ) = (sin θ + (π − θ) cos θ) / (2πd) and its eigenvalues on spherical harmonics.
struct SpherePopulation: Sendable {
  let dimension: Int
  let harmonics: SphericalHarmonics
  /// λ₀ … λ₈. Odd ones past λ₁ = 1/(4d²) vanish; what is left above degree 8 is learned no faster
  /// than λ₈ and counted with it.
  let eigenvalues: [Double]

  static let lastDegree = 8

  init(dimension: Int) {
    self.dimension = dimension
    harmonics = SphericalHarmonics(dimension: dimension)
    let d = Double(dimension)
    eigenvalues = harmonics.eigenvalues(through: Self.lastDegree) { angle in
      ArcCosineKernel.value(angle: angle) / d
    }
  }
}

/// The best teacher of `width` random ReLU features for the target ⟨e₁, x⟩, with what an infinitely
/// wide student sees of it: its norm on each degree of spherical harmonics.
struct SphereTeacher: Sendable {
  /// Unit vectors uᵢ in the columns.
  let features: DoubleMatrix
  /// w = K⁻¹b, bᵢ = ⟨uᵢ, e₁⟩ / 2d.
  let weights: [Double]
  /// E(f − f*)² = 1/d − bᵀK⁻¹b.
  let loss: Double
  /// c with ⟨c, x⟩ the linear part of the teacher: relu(z) = z/2 + |z|/2, so c = Σ wᵢuᵢ / 2.
  let linear: [Double]
  /// E f_k² for even degrees k, and the eigenvalue at which a student learns it.
  let even: [(eigenvalue: Double, energy: Double)]
  private let linearEigenvalue: Double

  init(
    width: Int, population: SpherePopulation, from stream: inout RandomStream
  ) throws(LinearAlgebraError) {
    let d = Double(population.dimension)
    let features = DoubleMatrix(onSphere: population.dimension, count: width, from: &stream)
    let gram = ArcCosineKernel.gram(features, factor: 1 / d)
    let target = (0..<width).map { features[0, $0] / (2 * d) }
    let weights = try gram.semidefiniteSolve(target)
    self.features = features
    self.weights = weights
    loss = 1 / d - dot(target, weights)
    linear = features.times(weights).map { $0 / 2 }
    linearEigenvalue = population.eigenvalues[1]
    even = Self.energies(features, weights, gram, linear, population)
  }

  /// E f_k² = λ_k N_k wᵀP_k(UᵀU)w for k = 0, 2, … and the rest of wᵀKw.
  private static func energies(
    _ features: DoubleMatrix, _ weights: [Double], _ gram: DoubleMatrix, _ linear: [Double],
    _ population: SpherePopulation
  ) -> [(eigenvalue: Double, energy: Double)] {
    let last = SpherePopulation.lastDegree
    let cosines = features.gram()
    let n = weights.count
    var sums = [Double](repeating: 0, count: last + 1)
    for j in 0..<n {
      for i in 0..<n {
        let product = weights[i] * weights[j]
        let cosine = cosines.values[i + j * n]
        for (k, p) in population.harmonics.polynomials(through: last, at: cosine).enumerated() {
          sums[k] += product * p
        }
      }
    }
    var left =
      dot(weights, gram.times(weights)) - dot(linear, linear) / Double(population.dimension)
    var energies: [(eigenvalue: Double, energy: Double)] = []
    for degree in stride(from: 0, through: last, by: 2) {
      let eigenvalue = population.eigenvalues[degree]
      let energy = eigenvalue * population.harmonics.multiplicity(degree) * sums[degree]
      left -= energy
      energies.append((eigenvalue, energy))
    }
    energies.append((population.eigenvalues[last], max(0, left)))
    return energies
  }

  /// The loss of an infinitely wide student after gradient flow for `time`: degree k has been
  /// learned up to 1 − e^{−λ_k t}.
  func infiniteStudentLoss(at time: Double) -> Double {
    let learned = -expm1(-linearEigenvalue * time)
    var square = 0.0
    for (i, value) in linear.enumerated() {
      let difference = learned * value - (i == 0 ? 1 : 0)
      square += difference * difference
    }
    return even.reduce(square / Double(linear.count)) { loss, part in
      let learned = -expm1(-part.eigenvalue * time)
      return loss + learned * learned * part.energy
    }
  }

  func bestInfiniteStudent() -> Minimum {
    Minimum.search(from: 0.05 / linearEigenvalue, to: 200 / linearEigenvalue) {
      infiniteStudentLoss(at: $0)
    }
  }
}
