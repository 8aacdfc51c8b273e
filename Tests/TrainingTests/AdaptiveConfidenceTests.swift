import Testing

@testable import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct AdaptiveConfidenceTests {
  private func loss(
    temperature: Double = 0.5, weight: Double = 1, warmup: Double = 0
  ) -> AdaptiveConfidence {
    var loss = AdaptiveConfidence()
    (loss.temperature, loss.weight, loss.warmup) = (temperature, weight, warmup)
    return loss
  }

  /// p = (¾, ¼). A supervisor of the same class gets half; against one of the other, at τ = 1,
  /// c = ⁴⁄₃ / (⁴⁄₃ + 4) = ¼.
  @Test func theWeightFollowsTheTwoCrossEntropies() {
    func gradient(_ label: [Float]) -> Float {
      evaluate(
        loss(temperature: 1), logits: [log(3), 0], targets: label, columns: 2, fraction: 0
      ).gradient[0]
    }
    #expect(abs(gradient([0.6, 0.4]) - (0.75 - (0.5 * 0.6 + 0.5))) < 1e-6)
    #expect(abs(gradient([0, 1]) - (0.75 - 0.25)) < 1e-6)
  }

  /// The gradient is that with weight and own class held where the unmoved logits have them.
  @Test(arguments: [0.25, 1, 8], [0.0, 0.6])
  func agreesWithItsFormula(temperature: Double, warmup: Double) {
    let scale = 0.9 * (warmup > 0 ? 0.3 / warmup : 1)
    expectAgreesByRow(
      loss(temperature: temperature, weight: 0.9, warmup: warmup), fraction: 0.3
    ) { moved, unmoved, label in
      let own = unmoved.firstIndex(of: unmoved.max() ?? 0) ?? 0
      let supervisor = label.firstIndex(of: label.max() ?? 0) ?? 0
      let costs = [own, supervisor].map { exp(-unmoved[$0] / temperature) }
      let c = scale * costs[0] / (costs[0] + costs[1])
      return -(1 - c) * dot(label, moved) - c * moved[own]
    }
  }

  @Test func isCrossEntropyToTheBitWithoutWeight() {
    expectSame(loss(weight: 0), as: CrossEntropy())
    expectSame(loss(warmup: 0.25), as: CrossEntropy(), fraction: 0)
  }

  @Test(arguments: ["0", "-0.5"]) func refusesATemperatureThatIsNotAboveZero(value: String) {
    #expect(throws: (any Error).self) {
      try decode(AdaptiveConfidence.self, mapping(["temperature": value]))
    }
  }
}
