import Foundation
import Kernels
import Testing

@testable import Theory

@Suite struct RidgelessTheoryTests {
  private let study = Surrogate()

  @Test func publishedRisks() {
    let theory = RidgelessTheory(spectrum: study.spectrum, samples: 200)
    let truth = study.truth
    #expect(abs(theory.risk(truth: truth, surrogate: truth) - 0.1194) < 5e-5)
    #expect(
      abs(theory.risk(truth: truth, surrogate: theory.mask(truth: truth)) - 0.0897) < 5e-5)
    #expect(
      abs(theory.risk(truth: truth, surrogate: theory.optimalSurrogate(truth: truth)) - 0.0833)
        < 6e-5)
    #expect(theory.shrinkageStart == 127)
  }

  /// On the truth itself the risk is Σ λζ²β² / (1 − Ω), and Σ (1 − ζ) = n.
  @Test(arguments: [20, 150, 480]) func identities(samples: Int) {
    let theory = RidgelessTheory(spectrum: study.spectrum, samples: samples)
    let learned = theory.missed.reduce(0) { $0 + 1 - $1 }
    #expect(abs(learned - Double(samples)) < 1e-8)
    var bias = 0.0
    for (i, beta) in study.truth.enumerated() {
      bias += study.spectrum[i] * pow(theory.missed[i] * beta, 2)
    }
    let risk = theory.risk(truth: study.truth, surrogate: study.truth)
    #expect(abs(risk / (bias / (1 - theory.inflation)) - 1) < 1e-12)
  }

  /// No change of one direction betters the optimal surrogate, nor the mask among masks.
  @Test func surrogatesAreOptimal() {
    let theory = RidgelessTheory(spectrum: study.spectrum, samples: 200)
    let truth = study.truth
    let optimal = theory.optimalSurrogate(truth: truth)
    let mask = theory.mask(truth: truth)
    let (best, bestMask) = (
      theory.risk(truth: truth, surrogate: optimal), theory.risk(truth: truth, surrogate: mask)
    )
    for i in [0, 5, 125, 126, 127, 200, 499] {
      for change in [-1e-3, 1e-3] {
        var other = optimal
        other[i] *= 1 + change
        #expect(theory.risk(truth: truth, surrogate: other) > best)
      }
      var other = mask
      other[i] = other[i] == 0 ? truth[i] : 0
      #expect(theory.risk(truth: truth, surrogate: other) > bestMask)
      // Shrinks from i = 127 on, counted from 1; amplifies before.
      #expect((optimal[i] < truth[i]) == (i + 1 >= theory.shrinkageStart))
    }
  }

  @Test(arguments: [0, 1]) func simulationFollowsTheory(seed: Int) throws {
    var study = try decode(Surrogate.self, ["samples": "150,250", "draws": "80"])
    study.seed = seed
    let result = try study.run(team)
    #expect(result.failures == [])
    for row in result.rows where row.series == "simulation" {
      let theory = try #require(
        result.rows.first { $0.series == "theory" && $0.at == row.at && $0.metric == row.metric })
      #expect(abs(row.value / theory.value - 1) < 0.05)
    }
  }
}
