import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ConfidenceAdaptiveCrossEntropyTests {
  private func loss(threshold: Double) -> ConfidenceAdaptiveCrossEntropy {
    var loss = ConfidenceAdaptiveCrossEntropy()
    loss.threshold = threshold
    return loss
  }

  /// The first label is sure and costs −log p₀ = log 2, the second is not and costs −½ log(½ · ½).
  @Test func unsureLabelsCostReverseCrossEntropy() {
    let found = evaluate(
      loss(threshold: 0.01), logits: [0, 0, log(3), 0], targets: [1, 0, 0.5, 0.5], columns: 2,
      fraction: 0)
    #expect(abs(found.value - log(Float(2))) < 1e-6)
    #expect(abs(found.gradient[0] + 0.25) < 1e-6)
    #expect(abs(found.gradient[2]) < 1e-7)  // cross-entropy would pull by (¾ − ½) / 2
  }

  @Test(arguments: [0.01, 0.1, 0.25]) func agreesWithItsFormula(threshold: Double) {
    expectAgreesByRow(loss(threshold: threshold)) { moved, _, label in
      let confidence = (label.max() ?? 0) - 1 / Double(label.count)
      return confidence >= threshold
        ? -dot(label, moved) : -dot(moved.map { exp($0) }, label.map { log(max($0, 1e-4)) })
    }
  }

  @Test func isCrossEntropyToTheBitWithoutThreshold() {
    expectSame(loss(threshold: 0), as: CrossEntropy())
  }

  /// No label is more than 1 − 1/C above chance.
  @Test func isReverseCrossEntropyAboveEveryConfidence() {
    let sample = LossSample(rows: 7, columns: 3, seed: 1)
    func value(_ loss: some Loss) -> (value: Float, gradient: [Float]) {
      evaluate(loss, logits: sample.logits, targets: sample.labels, columns: 3, fraction: 0)
    }
    #expect(value(loss(threshold: 1)) == value(ReverseCrossEntropy()))
  }
}
