import Testing

@testable import Theory

@Suite struct VarianceTests {
  @Test(arguments: [(0, 1.0885), (10, 0.8708), (20, 0.6531), (40, 0.2177), (50, 0)])
  func lawAtThePublishedSetup(overlap: Int, recovered: Double) {
    #expect(abs(Variance().law(overlap: overlap).recovered - recovered) < 1e-4)
  }

  @Test(arguments: [0, 1, 2]) func simulationFollowsTheLaw(seed: Int) throws {
    var study = try decode(Variance.self, ["overlap": "5,15,30", "draws": "100"])
    study.seed = seed
    let result = try study.run(team)
    #expect(result.failures == [])
    #expect(result.claims.allSatisfy { $0.origin == .derived })
    for overlap in [5, 15, 30] {
      let row = try #require(
        result.rows.first {
          $0.series == "simulation" && $0.at == Double(overlap) && $0.metric == "PGR"
        })
      #expect(abs(row.value - study.law(overlap: overlap).recovered) < 0.04)
    }
  }

  @Test func otherSizes() throws {
    let study = try decode(
      Variance.self,
      [
        "weak": "10", "strong": "30", "overlap": "4", "labelled": "40", "unlabelled": "300",
        "draws": "400",
      ])
    #expect(try study.run(team).failures == [])
  }
}
