import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct CrossEntropyTests {
  @Test func equalLogitsCostTheLogarithmOfTheClasses() {
    let found = evaluate(
      CrossEntropy(), logits: [0, 0, 0, 1, 1, 1], targets: [1, 0, 0, 0.2, 0.3, 0.5], columns: 3,
      fraction: 0)
    #expect(abs(found.value - log(Float(3))) < 1e-6)
    let third = Float(1) / 3
    let expected: [Float] = [third - 1, third, third, third - 0.2, third - 0.3, third - 0.5]
    for (a, b) in zip(found.gradient, expected) { #expect(abs(a - b / 2) < 1e-6) }
  }

  @Test func hardLabelsAreTheMostProbableClassAndTheLowestOfEquals() {
    let logits: [Float] = [0.3, -0.2, 1.5, 0.1]
    let soft = evaluate(
      CrossEntropy(hard: true), logits: logits, targets: [0.4, 0.6, 0.5, 0.5], columns: 2,
      fraction: 0)
    let hard = evaluate(
      CrossEntropy(), logits: logits, targets: [0, 1, 1, 0], columns: 2, fraction: 0)
    #expect(soft == hard)
  }

  @Test func agreesWithItsFormula() {
    let targets: [Float] = [0.1, 0.7, 0.2, 0, 0, 1]
    expectAgrees(
      CrossEntropy(), logits: [0.5, -1.5, 2, -3, 0.25, 0.75], targets: targets, columns: 3,
      fraction: 0.5
    ) { z, _ in
      -zip(logSoftmax(z, columns: 3), targets).reduce(0) { $0 + $1.0 * Double($1.1) } / 2
    }
  }
}
