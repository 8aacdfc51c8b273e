import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct LogEntropyTests {
  /// p = (½, ½): the mixture with y = (1, 0) at c = ½ is (¾, ¼).
  @Test func mixesLabelAndPrediction() {
    let found = evaluate(LogEntropy(), logits: [0, 0], targets: [1, 0], columns: 2, fraction: 1)
    #expect(abs(found.value - log(Float(2))) < 1e-6)
    #expect(found.gradient == [-0.25, 0.25])
  }

  /// Detached, the gradient is that with the mixture held where the unmoved logits have it.
  @Test(arguments: [0.0, 0.05, 0.1, 1.0], [true, false])
  func agreesWithItsFormula(fraction: Double, detached: Bool) {
    var loss = LogEntropy()
    loss.detached = detached
    let c = 0.5 * min(1, fraction / 0.1)
    expectAgreesByRow(loss, fraction: fraction) { moved, unmoved, label in
      let own = (detached ? unmoved : moved).map { exp($0) }
      return -dot(zip(label, own).map { (1 - c) * $0 + c * $1 }, moved)
    }
  }

  @Test(arguments: [true, false]) func isCrossEntropyToTheBitWithoutWeight(detached: Bool) {
    var loss = LogEntropy()
    (loss.weight, loss.detached) = (0, detached)
    expectSame(loss, as: CrossEntropy())
    loss = LogEntropy()
    loss.detached = detached
    expectSame(loss, as: CrossEntropy(), fraction: 0)
  }

  /// Alone, the entropy drives a prediction to its most probable class, and only if it is not held.
  @Test func onlyAnEntropyThatIsNotHeldPulls() {
    var loss = LogEntropy()
    (loss.weight, loss.warmup) = (1, 0)
    let logits: [Float] = [1, 0, -1]
    func gradient() -> [Float] {
      evaluate(loss, logits: logits, targets: [0, 0, 1], columns: 3, fraction: 0).gradient
    }
    #expect(gradient().allSatisfy { abs($0) < 1e-7 })
    loss.detached = false
    #expect(gradient()[0] < -0.1 && gradient()[1] > 0)
  }

  @Test func refusesWeightsOutsideOfOne() {
    #expect(throws: (any Error).self) { try decode(LogEntropy.self, mapping(["weight": "1.1"])) }
    #expect(throws: (any Error).self) { try decode(LogEntropy.self, mapping(["warmup": "-1"])) }
  }
}
