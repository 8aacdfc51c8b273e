import Configuration
import Kernels
import Testing

@testable import Training

/// `torch.quantile` with linear interpolation.
private func quantile(_ values: [Double], _ q: Double) -> Double {
  let sorted = values.sorted()
  let position = q * Double(values.count - 1)
  let low = Int(position)
  let high = min(low + 1, values.count - 1)
  return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
}

/// The released code's `logconf_loss_fn`, line by line, in double precision.
private func reference(
  _ moved: [Double], detached: [Double], labels: [Double], coefficient: Double, at level: Double?
) -> Double {
  let rows = labels.count / 2
  let p0 = (0..<rows).map { 1 / (1 + exp(detached[2 * $0 + 1] - detached[2 * $0])) }
  let mean = (0..<rows).reduce(0) { $0 + labels[2 * $1 + 1] } / Double(rows)
  let threshold = quantile(p0, level ?? mean)
  var loss = 0.0
  let logs = logSoftmax(moved, columns: 2)
  for row in 0..<rows {
    let strong = p0[row] >= threshold ? [1.0, 0.0] : [0.0, 1.0]
    for c in 0..<2 {
      let target = labels[2 * row + c] * (1 - coefficient) + strong[c] * coefficient
      loss -= target * logs[2 * row + c]
    }
  }
  return loss / Double(rows)
}

private func random(rows: Int, seed: UInt64) -> (logits: [Float], labels: [Float]) {
  var stream = RandomStream(seed: seed, "batch")
  let logits = (0..<2 * rows).map { _ in 2 * stream.normal() }
  let labels = (0..<rows).flatMap { _ -> [Float] in
    let p = stream.uniform()
    return [1 - p, p]
  }
  return (logits, labels)
}

@Suite struct ConfidenceTests {
  /// Of choices the most probable one is hardened, never the answer that is none.
  @Test func choicesAreHardenedAmongThemselves() {
    let hardened = Threshold.half.hardened(
      logits: [5, 1, 2, 0, 3, 1], targets: [0, 1, 0, 0, 1, 0], classes: 3, areChoices: true)
    #expect(hardened == [0, 0, 1, 0, 1, 0])
    let two = Threshold.half.hardened(
      logits: [5, 1, 0, 3], targets: [0, 1, 0, 1], classes: 2, areChoices: true)
    #expect(two == [0, 1, 0, 1])
  }

  @Test(arguments: [5, 8, 32], [0.0, 0.05, 0.15, 0.9])
  func agreesWithTheReleasedCode(rows: Int, fraction: Double) {
    let (logits, labels) = random(rows: rows, seed: UInt64(rows))
    let c = fraction > 0.1 ? 0.5 : 0.5 * fraction
    expectAgrees(
      Confidence(.referenceExact), logits: logits, targets: labels, columns: 2,
      fraction: fraction
    ) {
      reference($0, detached: $1, labels: labels.map(Double.init), coefficient: c, at: nil)
    }
  }

  @Test(arguments: [5, 8, 32], [0.0, 0.1, 0.2, 1.0])
  func thePaperHardensHalfTheBatch(rows: Int, fraction: Double) {
    let (logits, labels) = random(rows: rows, seed: UInt64(rows))
    expectAgrees(
      Confidence(.paper), logits: logits, targets: labels, columns: 2, fraction: fraction
    ) {
      reference(
        $0, detached: $1, labels: labels.map(Double.init),
        coefficient: 0.75 * min(1, fraction / 0.2), at: 0.5)
    }
    let hardened = Threshold.half.hardened(logits: logits, targets: labels, classes: 2)
    let positive = (0..<rows).reduce(0) { $0 + hardened[2 * $1 + 1] }
    #expect(positive == Float(rows / 2))
  }

  @Test(arguments: Confidence.Preset.allCases, [0.0, 0.15, 0.5])
  func isCrossEntropyToTheBitWithoutWeight(preset: Confidence.Preset, fraction: Double) {
    let (logits, labels) = random(rows: 33, seed: 7)
    var loss = Confidence(preset)
    loss.weight = 0
    let found = evaluate(loss, logits: logits, targets: labels, columns: 2, fraction: fraction)
    let wanted = evaluate(
      CrossEntropy(), logits: logits, targets: labels, columns: 2, fraction: fraction)
    #expect(found.value.bitPattern == wanted.value.bitPattern)
    #expect(found.gradient.map(\.bitPattern) == wanted.gradient.map(\.bitPattern))
  }

  @Test func itsCoefficientRisesAsThePresetSays() {
    let paper = Confidence(.paper)
    #expect(paper.coefficient(at: 0) == 0)
    #expect(paper.coefficient(at: 0.1) == 0.375)
    #expect(paper.coefficient(at: 0.2) == 0.75)
    let smooth = Confidence(.reference)
    #expect(smooth.coefficient(at: 0.05) == 0.25)
    #expect(smooth.coefficient(at: 0.1) == 0.5)
    let jump = Confidence(.referenceExact)
    #expect(jump.coefficient(at: 0.1) == 0.05)
    #expect(jump.coefficient(at: 0.11) == 0.5)
    var immediate = Confidence(.paper)
    immediate.warmup = 0
    #expect(immediate.coefficient(at: 0) == 0.75)
  }

  @Test func hardensAtAProbability() {
    let hardened = Threshold.probability(0.9).hardened(
      logits: [0, 2, 0, 3, 1, 0], targets: [], classes: 2)  // p₁ = .88, .95, .27
    #expect(hardened == [1, 0, 0, 1, 1, 0])
  }

  @Test func takesTheMostProbableOfManyClasses() {
    let hardened = Threshold.half.hardened(
      logits: [0, 2, 1, 3, 3, 0], targets: [], classes: 3)
    #expect(hardened == [0, 1, 0, 1, 0, 0])
  }

  @Test func equalPredictionsAreNegative() {
    let labels: [Float] = [0, 1, 0, 1, 1, 0]
    for threshold in [Threshold.half, .meanLabel, .probability(0.5)] {
      #expect(
        threshold.hardened(logits: [0, 0, 0, 0, 0, 0], targets: labels, classes: 2)
          == [1, 0, 1, 0, 1, 0])
    }
  }

  @Test func theFileOverridesThePresetWhateverTheOrder() throws {
    let expected: Confidence = {
      var loss = Confidence(.reference)
      loss.weight = 0.25
      return loss
    }()
    for node in [
      mapping(["preset": "reference", "weight": "0.25"]),
      mapping(["weight": "0.25", "preset": "reference"]),
    ] {
      #expect(try decode(Confidence.self, node) == expected)
    }
    #expect(
      try decode(Confidence.self, mapping(["threshold": "mean-label"]))?.threshold == .meanLabel)
    let choice = try decode(LossChoice.self, word("confidence"))
    #expect(choice == LossChoice(Confidence(.paper)))
  }

  @Test func reportsAWrongPresetOnce() {
    let error = #expect(throws: ConfigurationError.self) {
      try decode(Confidence.self, mapping(["preset": "papre", "weight": "2"]))
    }
    #expect(
      error?.problems.map(\.what) == ["unknown value 'papre'", "weight is 2.0"])
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
