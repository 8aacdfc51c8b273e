import Kernels
import Testing

@testable import Theory

@Suite struct OtherStudiesTests {
  @Test(arguments: [0, 1]) func linearRandomFeatures(seed: Int) throws {
    var study = try decode(
      RandomFeaturesLinear.self, ["widths": "16,64,1024", "draws": "1000", "explicit-draws": "20"])
    study.seed = seed
    let result = try study.run(team)
    #expect(result.failures == [])
    #expect(
      abs(try result.claim("L_student / L_teacher² at M = 1024").measured.value - 1.07) < 0.01)
  }

  /// Explicit projections and the χ² law agree in the mean of the student's loss too.
  @Test func explicitFeaturesAgreeWithTheLaw() throws {
    let study = try decode(
      RandomFeaturesLinear.self, ["widths": "12", "draws": "4000", "explicit-draws": "1000"])
    let rows = try study.run(team).rows.filter { $0.metric == "student loss" }
    let (law, explicit) = (
      try #require(rows.first { $0.series == "exact law" }),
      try #require(rows.first { $0.series == "explicit features" })
    )
    let half = (explicit.high - explicit.low) + (law.high - law.low)
    #expect(abs(law.value - explicit.value) < half)
  }

  @Test(arguments: [0, 1]) func randomProjections(seed: Int) throws {
    var study = try decode(FeaturesLinear.self, ["widths": "8,16,32", "draws": "10"])
    study.seed = seed
    let result = try study.run(team)
    #expect(result.failures == [])
  }

  /// Descent with a small rate follows gradient flow of the student's own kernel; a large one pays
  /// for its noise.
  @Test func noiseGrowsWithTheRate() throws {
    func ratio(_ rate: String) throws -> Double {
      let study = try decode(FeaturesLinear.self, ["widths": "16", "draws": "2", "rate": rate])
      return try #require(
        study.run(team).rows.first { $0.series == "student" && $0.metric == "ratio" }
      ).value
    }
    #expect(try ratio("0.1") < ratio("3"))
  }

  @Test func reluFeatures() throws {
    let study = try decode(
      FeaturesReLU.self,
      ["students": "128,512", "samples": "400", "test-samples": "1000", "draws": "4"])
    let result = try study.run(team)
    let best = result.rows.filter { $0.metric == "best ratio" }
    #expect(best.count == 2)
    #expect(best.allSatisfy { $0.value < 1 })
    let last = result.rows.filter { $0.metric == "last ratio" }
    #expect(zip(best, last).allSatisfy { $0.value < $1.value })
  }

  @Test func benignOverfitting() throws {
    let study = try decode(Benign.self, ["samples": "30", "p": "2.3", "q": "1.7", "draws": "12"])
    let result = try study.run(team)
    let accuracies = result.claims.map(\.measured.value)
    #expect(accuracies.allSatisfy { $0 > 0.5 && $0 < 1 })
    #expect(result.claims.allSatisfy { $0.origin == .derived && $0.verdict != .holds })
  }
}
