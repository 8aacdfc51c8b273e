import Testing

@testable import Training

@Suite struct SquaredErrorTests {
  @Test func agreesWithItsFormula() {
    let targets: [Float] = [1, -2, 0.5, 4]
    expectAgrees(
      SquaredError(), logits: [0.5, -1.5, 2, -3], targets: targets, columns: 2, fraction: 0
    ) { z, _ in
      let differences = zip(z, targets).map { $0 - Double($1) }
      return differences.reduce(0) { $0 + $1 * $1 } / 2
    }
  }
}
