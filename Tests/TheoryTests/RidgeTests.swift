import Foundation
import Kernels
import Testing

@testable import Theory

@Suite struct RidgeTests {
  /// The law's averages against eigenvalues of a drawn covariance.
  @Test(arguments: [0.25, 0.5, 2.0], [0.01, 0.5, 3]) func averagesOfTheLaw(
    ratio: Double, ridge: Double
  ) throws {
    let d = 200
    var stream = RandomStream(seed: 1, "covariance")
    let n = Int(Double(d) / ratio)
    let x = DoubleMatrix(normal: n, d, from: &stream)
    let eigenvalues = try x.gram().symmetricEigen().values.map { $0 / Double(n) }
    let law = MarchenkoPastur(ratio: ratio)
    func average(_ f: (Double) -> Double) -> Double {
      eigenvalues.reduce(0) { $0 + f(max(0, $1)) } / Double(d)
    }
    #expect(abs(average { 1 / ($0 + ridge) } / law.resolvent(ridge) - 1) < 0.02)
    #expect(
      abs(average { 1 / pow($0 + ridge, 2) } / law.squaredResolvent(ridge) - 1) < 0.04)
    let (first, second) = law.shrinkage(ridge)
    #expect(abs(average { $0 / ($0 + ridge) } - first) < 0.01)
    #expect(abs(average { pow($0 / ($0 + ridge), 2) } - second) < 0.01)
  }

  /// In theory the student gains on one side of the threshold and not on the other.
  @Test(arguments: [(200, 400), (150, 450)]) func helpsBelowTheThreshold(d: Int, n: Int) {
    var study = Ridge()
    (study.dimension, study.samples) = (d, n)
    for factor in [0.01, 0.5, 0.9] {
      let theory = study.theory(study.threshold * factor)
      #expect(theory.student < theory.teacher - 1e-5)
    }
    for factor in [1.1, 2, 10] {
      let theory = study.theory(study.threshold * factor)
      #expect(theory.student >= theory.teacher - 1e-9)
    }
  }

  @Test(arguments: [0, 1]) func simulationFollowsTheory(seed: Int) throws {
    var study = try decode(Ridge.self, ["dimension": "150", "samples": "450"])
    study.seed = seed
    let result = try study.run(team)
    #expect(result.failures == [])
    let threshold = try result.claim("the student helps")
    #expect(abs(threshold.measured.value / (1 / 3) - 1) < 0.1)
  }
}
