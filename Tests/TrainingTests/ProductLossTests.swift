import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ProductLossTests {
  /// With p = (0.8, 0.2) and y = (0.2, 0.8) the product says nothing: t = (½, ½).
  @Test func opposedPredictionAndLabelCancel() {
    let found = evaluate(
      ProductLoss(), logits: [log(4), 0], targets: [0.2, 0.8], columns: 2, fraction: 0)
    #expect(abs(found.value - (-0.5 * log(0.8) - 0.5 * log(0.2))) < 1e-6)
    #expect(abs(found.gradient[0] - 0.3) < 1e-6 && abs(found.gradient[1] + 0.3) < 1e-6)
  }

  /// The gradient is that with the target held where the unmoved logits have it.
  @Test(arguments: [(1.0, 1.0, 0.0), (0.5, 2.0, 0.0), (1.0, 1.0, 0.6), (0.0, 0.5, 0.0)])
  func agreesWithItsFormula(alpha: Double, beta: Double, warmup: Double) {
    var loss = ProductLoss()
    (loss.alpha, loss.beta, loss.warmup) = (alpha, beta, warmup)
    let rise = warmup > 0 ? 0.3 / warmup : 1
    expectAgreesByRow(loss, fraction: 0.3) { moved, unmoved, label in
      let products = zip(unmoved, label).map { pow(exp($0), beta * rise) * pow($1, alpha) }
      return -dot(products, moved) / products.reduce(0, +)
    }
  }

  @Test func isCrossEntropyToTheBitWithoutTheOwnPrediction() {
    var loss = ProductLoss()
    loss.beta = 0
    expectSame(loss, as: CrossEntropy())
    loss = ProductLoss()
    loss.warmup = 0.1
    expectSame(loss, as: CrossEntropy(), fraction: 0)
  }

  /// A product of probabilities would be 0/0 here: the student is sure of what the label excludes.
  @Test func nothingUnderflows() {
    let found = evaluate(
      ProductLoss(), logits: [200, 0], targets: [0, 1], columns: 2, fraction: 0)
    #expect(found.value == 200)
    #expect(found.gradient == [1, -1])
  }

  @Test func refusesNegativeExponents() {
    #expect(throws: (any Error).self) { try decode(ProductLoss.self, mapping(["alpha": "-1"])) }
    #expect(throws: (any Error).self) { try decode(ProductLoss.self, mapping(["beta": "-1"])) }
    #expect(throws: (any Error).self) { try decode(ProductLoss.self, mapping(["warmup": "2"])) }
  }
}
