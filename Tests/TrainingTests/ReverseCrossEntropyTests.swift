import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ReverseCrossEntropyTests {
  /// p = (¾, ¼), y = (½, ½) costs log 2 and has no gradient; y = (1, 0) costs ¼ of −log ε.
  @Test func weighsTheLabelByThePrediction() {
    let unsure = evaluate(
      ReverseCrossEntropy(), logits: [log(3), 0], targets: [0.5, 0.5], columns: 2, fraction: 0)
    #expect(abs(unsure.value - log(Float(2))) < 1e-6)
    #expect(unsure.gradient.allSatisfy { abs($0) < 1e-7 })
    let hard = evaluate(
      ReverseCrossEntropy(), logits: [log(3), 0], targets: [1, 0], columns: 2, fraction: 0)
    #expect(abs(hard.value - log(Float(1e4)) / 4) < 1e-6)
    #expect(abs(hard.gradient[1] - 3 * log(Float(1e4)) / 16) < 1e-6)
  }

  @Test(arguments: [1e-4, 0.1]) func agreesWithItsFormula(floor: Double) {
    var loss = ReverseCrossEntropy()
    loss.floor = floor
    expectAgreesByRow(loss) { moved, _, label in
      -dot(moved.map { exp($0) }, label.map { log(max($0, floor)) })
    }
  }

  /// The paper's identity: reverse cross-entropy is reverse KL and the entropy of the prediction.
  @Test func isReverseKLAndEntropy() {
    let sample = LossSample(rows: 7, columns: 3, seed: 1)
    func value(_ loss: some Loss) -> Float {
      evaluate(
        loss, logits: sample.logits, targets: sample.labels, columns: 3, fraction: 1
      ).value
    }
    let logs = logSoftmax(sample.logits.map(Double.init), columns: 3)
    let entropy = -dot(logs.map { exp($0) }, logs) / 7
    #expect(abs(Double(value(ReverseCrossEntropy()) - value(ReverseKL())) - entropy) < 1e-6)
  }

  @Test(arguments: ["0", "-1", "1.5"]) func refusesAFloorOutsideOfOne(floor: String) {
    #expect(throws: (any Error).self) {
      try decode(ReverseCrossEntropy.self, mapping(["floor": floor]))
    }
  }
}
