import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ReverseKLTests {
  /// p = (½, ½), y = (¾, ¼): ½ log(½ / ¾) + ½ log(½ / ¼).
  @Test func isTheDivergenceOfThePrediction() {
    let found = evaluate(
      ReverseKL(), logits: [0, 0], targets: [0.75, 0.25], columns: 2, fraction: 0)
    #expect(abs(found.value - (log(Float(2) / 3) + log(2)) / 2) < 1e-6)
    #expect(abs(found.gradient[0] + log(Float(3)) / 4) < 1e-6)
  }

  @Test(arguments: [1e-4, 0.1]) func agreesWithItsFormula(floor: Double) {
    var loss = ReverseKL()
    loss.floor = floor
    expectAgreesByRow(loss) { moved, _, label in
      dot(moved.map { exp($0) }, zip(moved, label).map { $0 - log(max($1, floor)) })
    }
  }

  @Test func vanishesWhereThePredictionIsTheLabel() {
    let sample = LossSample(rows: 5, columns: 4, seed: 2)
    let found = evaluate(
      ReverseKL(), logits: sample.labels.map { log($0) }, targets: sample.labels, columns: 4,
      fraction: 0)
    #expect(abs(found.value) < 1e-6)
    #expect(found.gradient.allSatisfy { abs($0) < 1e-6 })
  }
}
