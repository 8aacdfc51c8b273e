import Foundation
import Kernels
import Testing

@testable import Theory

@Suite struct RandomFeaturesTests {
  /// A teacher's loss and the loss of an infinite student against integrals over drawn inputs.
  @Test func teacherLossAgreesWithDrawnInputs() throws {
    let d = 12
    let population = SpherePopulation(dimension: d)
    var stream = RandomStream(seed: 3, "teacher")
    let teacher = try SphereTeacher(width: 20, population: population, from: &stream)
    let inputs = DoubleMatrix(onSphere: d, count: 40_000, from: &stream)
    var outputs = DoubleMatrix.product(teacher.features, inputs, transposeLeft: true)
    outputs.updateColumns { _, column in
      for i in 0..<column.count { column[i] = max(0, column[i]) }
    }
    let predictions = outputs.times(teacher.weights, transposed: true)
    let errors = (0..<inputs.columns).map { pow(predictions[$0] - inputs[0, $0], 2) }
    let measured = Measured.mean(errors)
    let half = (measured.high - measured.low) / 2
    #expect(abs(measured.value - teacher.loss) < 2 * half)
    // The energies of all degrees are the teacher's square norm, and at time ∞ the student is the
    // teacher.
    #expect(abs(teacher.infiniteStudentLoss(at: 1e15) - teacher.loss) < 1e-12)
    let norm = Measured.mean(predictions.map { $0 * $0 })
    let energy =
      teacher.even.reduce(0) { $0 + $1.energy } + dot(teacher.linear, teacher.linear) / Double(d)
    #expect(abs(norm.value - energy) < norm.high - norm.low)
    #expect(teacher.bestInfiniteStudent().value < teacher.loss)
  }

  /// A wide finite student comes near the infinite one.
  @Test func otherDimensionsAndWidths() throws {
    let study = try decode(
      RandomFeatures.self,
      ["dimension": "24", "widths": "16,32,64", "students": "768", "draws": "6"])
    let result = try study.run(team)
    #expect(result.failures == [])
    #expect(result.claims.allSatisfy { $0.origin == .derived })
    #expect(try result.claim("exponent, infinite student").measured.value > 1)
    func ratio(_ series: String, _ width: Double) throws -> Double {
      try #require(
        result.rows.first { $0.series == series && $0.at == width && $0.metric == "ratio" }
      ).value
    }
    for width in [16.0, 32, 64] {
      let (finite, infinite) = (
        try ratio("student of 768", width), try ratio("infinite student", width)
      )
      #expect(finite > infinite - 0.02)
      #expect(finite < 1)
    }
  }

  /// Published ratios and the exponent of the infinite student, over several seeds.
  @Test(arguments: [1, 2]) func publishedInfiniteStudent(seed: Int) throws {
    var study = RandomFeatures()
    study.students = [256]
    study.draws = 8
    study.seed = seed
    let result = try study.run(team)
    let exponent = try result.claim("exponent, infinite student")
    #expect(exponent.origin == .published)
    #expect(abs(exponent.measured.value - 1.95) < 0.07)
    #expect(result.claims.filter { $0.name.hasPrefix("loss ratio") }.count == 5)
    #expect(result.failures == [])
  }
}
