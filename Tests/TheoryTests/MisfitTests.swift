import Testing

@testable import Theory

@Suite struct MisfitTests {
  @Test(arguments: [0, 1, 2]) func gainIsMisfitOnTrainingInputs(seed: Int) throws {
    var study = Misfit()
    study.seed = seed
    let result = try study.run(team)
    #expect(try result.claim("gain = misfit on training").measured.value < 1e-10)
    #expect(try result.claim("gain = misfit − 2").measured.value < 1e-10)
    #expect(try result.claim("correlation").measured.value > 0.85)
    #expect(result.failures == [])
  }

  @Test(arguments: [2, 3, 6]) func gainIsMisfitInDivergence(classes: Int) throws {
    var study = KLMisfit()
    study.classes = classes
    study.tasks = 5
    study.samples = 600
    study.testSamples = 400
    let result = try study.run(team)
    #expect(try result.claim("KL(weak‖truth)").measured.value < 1e-6)
    #expect(result.failures == [])
  }
}
