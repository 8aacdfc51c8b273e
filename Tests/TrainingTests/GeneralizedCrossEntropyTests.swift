import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct GeneralizedCrossEntropyTests {
  private func loss(_ exponent: Double) -> GeneralizedCrossEntropy {
    var loss = GeneralizedCrossEntropy()
    loss.exponent = exponent
    return loss
  }

  /// p = (¼, ¾), y = (1, 0): at q = ½, (1 − ½) / ½ = 1; at q = 1 half the absolute error, ¾.
  @Test func theExponentChoosesBetweenTheTwo() {
    func value(_ exponent: Double) -> Float {
      evaluate(
        loss(exponent), logits: [0, log(3)], targets: [1, 0], columns: 2, fraction: 0
      ).value
    }
    #expect(abs(value(0.5) - 1) < 1e-6)
    #expect(abs(value(1) - 0.75) < 1e-6)
    #expect(abs(value(1e-9) - value(0)) < 1e-6)
  }

  @Test(arguments: [0.05, 0.7, 1]) func agreesWithItsFormula(exponent: Double) {
    expectAgreesByRow(loss(exponent)) { moved, _, label in
      dot(label, moved.map { (1 - pow(exp($0), exponent)) / exponent })
    }
  }

  @Test func isCrossEntropyToTheBitAtZero() {
    expectSame(loss(0), as: CrossEntropy())
  }

  /// A wrong label pulls less the surer the student is, as cross-entropy does not.
  @Test func boundsWhatAWrongLabelCosts() {
    let found = evaluate(
      loss(0.7), logits: [80, 0], targets: [0, 1], columns: 2, fraction: 0)
    #expect(abs(found.value - 1 / 0.7) < 1e-6)
    #expect(found.gradient.allSatisfy { abs($0) < 1e-6 })
  }

  @Test func refusesExponentsOutsideOfOne() {
    #expect(throws: (any Error).self) {
      try decode(GeneralizedCrossEntropy.self, mapping(["exponent": "1.1"]))
    }
  }
}
