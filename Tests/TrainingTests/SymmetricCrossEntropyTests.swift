import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct SymmetricCrossEntropyTests {
  private func loss(_ alpha: Double, _ beta: Double) -> SymmetricCrossEntropy {
    var loss = SymmetricCrossEntropy()
    (loss.alpha, loss.beta) = (alpha, beta)
    return loss
  }

  /// p = (¾, ¼), y = (1, 0): 0.1 log ⁴⁄₃ + ¼ log 10⁴.
  @Test func addsBothDirections() {
    let found = evaluate(
      SymmetricCrossEntropy(), logits: [log(3), 0], targets: [1, 0], columns: 2, fraction: 0)
    #expect(abs(found.value - (0.1 * log(Float(4) / 3) + log(Float(1e4)) / 4)) < 1e-6)
  }

  @Test(arguments: [(0.1, 1.0), (6.0, 0.1), (0.0, 1.0)])
  func agreesWithItsFormula(alpha: Double, beta: Double) {
    expectAgreesByRow(loss(alpha, beta)) { moved, _, label in
      -alpha * dot(label, moved)
        - beta * dot(moved.map { exp($0) }, label.map { log(max($0, 1e-4)) })
    }
  }

  @Test func isEachOfItsPartsAlone() {
    expectSame(loss(1, 0), as: CrossEntropy())
    let sample = LossSample(rows: 7, columns: 3, seed: 1)
    func value(_ loss: some Loss) -> (value: Float, gradient: [Float]) {
      evaluate(loss, logits: sample.logits, targets: sample.labels, columns: 3, fraction: 0)
    }
    #expect(value(loss(0, 1)) == value(ReverseCrossEntropy()))
  }
}
