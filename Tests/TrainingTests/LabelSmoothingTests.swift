import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct LabelSmoothingTests {
  private func loss(_ smoothing: Double) -> LabelSmoothing {
    var loss = LabelSmoothing()
    loss.smoothing = smoothing
    return loss
  }

  /// y = (1, 0, 0, 0) becomes (0.925, 0.025, 0.025, 0.025).
  @Test func movesLabelsTowardsUniform() {
    let found = evaluate(
      LabelSmoothing(), logits: [0, 0, 0, 0], targets: [1, 0, 0, 0], columns: 4, fraction: 0)
    #expect(abs(found.value - log(Float(4))) < 1e-6)
    for (a, b) in zip(found.gradient, [-0.675, 0.225, 0.225, 0.225] as [Float]) {
      #expect(abs(a - b) < 1e-6)
    }
  }

  @Test(arguments: [0.1, 0.5, 1]) func agreesWithItsFormula(smoothing: Double) {
    expectAgreesByRow(loss(smoothing)) { moved, _, label in
      -dot(label.map { (1 - smoothing) * $0 + smoothing / Double(label.count) }, moved)
    }
  }

  @Test func isCrossEntropyToTheBitWithoutSmoothing() {
    expectSame(loss(0), as: CrossEntropy())
  }
}
