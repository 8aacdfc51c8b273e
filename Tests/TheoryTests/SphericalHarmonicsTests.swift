import Foundation
import Testing

@testable import Theory

@Suite struct SphericalHarmonicsTests {
  /// The kernel's eigenvalues are squares of those of relu itself, which has them in closed form on
  /// degree 0 and 1 and by recursion on even degrees (Bach 2017, appendix D):
  /// s_k = ½∫ relu(t) P_k(t) w(t) dt normalized; here by the midpoint rule, which shares nothing with
  /// the code under test.
  @Test(arguments: [3, 8, 24, 32, 100]) func eigenvaluesAreSquaresOfTheActivations(d: Int) {
    let population = SpherePopulation(dimension: d)
    let points = 200_000
    var sums = [Double](repeating: 0, count: 5)
    var norm = 0.0
    for i in 0..<points {
      let angle = Double.pi * (Double(i) + 0.5) / Double(points)
      let weight = pow(sin(angle), Double(d - 2))
      norm += weight
      guard angle < Double.pi / 2 else { continue }
      let t = cos(angle)
      let n = Double(d)
      // P₀ … P₄ written out.
      let p2 = (n * t * t - 1) / (n - 1)
      let p4 =
        ((n + 4) * (n + 2) * pow(t, 4) - 6 * (n + 2) * t * t + 3) / ((n * n) - 1)
      for (k, p) in [1, t, p2, 0, p4].enumerated() { sums[k] += weight * t * p }
    }
    for k in [0, 1, 2, 4] {
      let square = pow(sums[k] / norm, 2)
      #expect(abs(population.eigenvalues[k] / square - 1) < 1e-7, "degree \(k)")
    }
    #expect(abs(population.eigenvalues[3]) < 1e-15)
    #expect(abs(population.eigenvalues[1] * 4 * Double(d * d) - 1) < 1e-10)
  }

  @Test func publishedEigenvaluesInThirtyTwoDimensions() {
    let eigenvalues = SpherePopulation(dimension: 32).eigenvalues
    #expect(abs(eigenvalues[0] - 5.0519e-3) < 5e-8)
    #expect(abs(eigenvalues[2] - 4.6390e-6) < 5e-11)
    #expect(abs(eigenvalues[4] - 3.7870e-9) < 5e-14)
  }

  /// Σ λ_k N_k = K(0) = 1/2d; what is missing lies above degree 8.
  @Test(arguments: [3, 32]) func eigenvaluesAddUpToTheDiagonal(d: Int) {
    let population = SpherePopulation(dimension: d)
    let sum = population.eigenvalues.enumerated().reduce(0) {
      $0 + $1.element * population.harmonics.multiplicity($1.offset)
    }
    let diagonal = 1 / (2 * Double(d))
    #expect(sum < diagonal)
    #expect(sum > 0.99 * diagonal)
  }

  @Test func multiplicitiesCountHarmonics() {
    let harmonics = SphericalHarmonics(dimension: 3)
    #expect((0...6).map { harmonics.multiplicity($0) } == [1, 3, 5, 7, 9, 11, 13])
    #expect(SphericalHarmonics(dimension: 32).multiplicity(2) == 527)
  }
}
