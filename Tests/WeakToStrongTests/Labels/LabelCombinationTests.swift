import Foundation
import Testing
import Training
import WeakToStrong

@Suite struct LabelCombinationTests {
  private let members = [binary([0.5, 0.9, 1]), binary([0.9, 0.2, 0]), binary([0.7, 0.7, 0.5])]

  private func close(_ found: [Float], _ wanted: [Double]) -> Bool {
    zip(found, wanted).allSatisfy { abs(Double($0) - $1) < 1e-6 }
  }

  @Test func meanOfProbabilities() {
    let made = MeanLabels().labels(material(members, truth: [0, 0, 0]))
    #expect(close(probabilities(made), [0.7, 0.6, 0.5]))
    #expect(close(probabilities(made, of: 0), [0.3, 0.4, 0.5]))
  }

  /// 1 − H(p)/log 2 by hand.
  @Test func weightsByEntropy() {
    func weight(_ p: Double) -> Double {
      1 + (p * log(p) + (1 - p) * log(1 - p)) / log(2)
    }
    let made = ConfidenceWeightedLabels().labels(material(members, truth: [0, 0, 0]))
    let first = (weight(0.9) * 0.9 + weight(0.7) * 0.7) / (weight(0.9) + weight(0.7))
    let second =
      (weight(0.9) * 0.9 + weight(0.2) * 0.2 + weight(0.7) * 0.7)
      / (weight(0.9) + weight(0.2) + weight(0.7))
    #expect(close(probabilities(made), [first, second, 0.5]))
  }

  @Test func weightsByMaximum() {
    var weighted = ConfidenceWeightedLabels()
    weighted.measure = .maximum
    let made = weighted.labels(material(members, truth: [0, 0, 0]))
    let first = (0.25 + 0.81 + 0.49) / (0.5 + 0.9 + 0.7)
    #expect(close([probabilities(made)[0]], [first]))
  }

  @Test func nobodyKnowsAnything() {
    let made = ConfidenceWeightedLabels().labels(
      material([binary([0.5]), binary([0.5])], truth: [0]))
    #expect(probabilities(made) == [0.5])
  }
}
