import Foundation
import Kernels
import Testing

@testable import WeakToStrong

@Suite struct MetricTests {
  let binary = Predictions(
    probabilities: [0.9, 0.1, 0.4, 0.6, 0.5, 0.5, 0.2, 0.8], classes: 2, truth: [0, 0, 1, 1])

  static let wanted: [(Metric, Double)] = [
    // The third is a tie, which counts as class 0.
    (.accuracy, 0.5),
    // Positive scores .5 and .8, negative .1 and .6: three of four pairs in order.
    (.auroc, 0.75),
    (.crossEntropy, -log(0.9 * 0.4 * 0.5 * 0.8) / 4),
    (.brier, 0.66 / 4),
    // Each in a bin of its own: |1 − .9|, |0 − .6|, |0 − .5|, |1 − .8|.
    (.calibrationError, 1.4 / 4),
  ]

  @Test(arguments: wanted)
  func computedByHand(metric: Metric, wanted: Double) throws {
    #expect(abs(try #require(metric.value(binary)) - wanted) < 1e-6)
  }

  @Test func threeClasses() throws {
    let predictions = Predictions(
      probabilities: [0.5, 0.3, 0.2, 0.25, 0.25, 0.5, 0, 0, 1], classes: 3, truth: [0, 1, 2])
    #expect(try #require(Metric.accuracy.value(predictions)) == 2 / 3.0)
    // (.25 + .09 + .04) + (.0625 + .5625 + .25) + 0
    let brier = 0.38 + 0.875
    #expect(abs(try #require(Metric.brier.value(predictions)) - brier / 3) < 1e-6)
    // One against the rest: class 0 ranks first (1), class 1 second of three (.5), class 2 first (1).
    #expect(abs(try #require(Metric.auroc.value(predictions)) - 2.5 / 3) < 1e-9)
  }

  @Test func impossibleTruthIsClamped() throws {
    let sure = Predictions(probabilities: [1, 0], classes: 2, truth: [1])
    let value = try #require(Metric.crossEntropy.value(sure))
    #expect(abs(value - 12 * log(10)) < 1e-4)
  }

  @Test func squaredErrorOfTwoOutputs() throws {
    let predictions = Predictions(values: [1, 2, 3, 4], width: 2, targets: [0, 2, 1, 8])
    #expect(Metric.squaredError.value(predictions) == (0.5 + 10) / 2)
    #expect(Metric.squaredError.exampleScores(predictions) == [0.5, 10])
    #expect(Metric.accuracy.value(predictions) == nil)
    #expect(Metric.squaredError.value(binary) == nil)
  }

  @Test func undefined() {
    let one = Predictions(probabilities: [0.5, 0.5, 0.2, 0.8], classes: 2, truth: [1, 1])
    #expect(Metric.auroc.value(one) == nil)
    let none = Predictions(probabilities: [], classes: 2, truth: [])
    for metric in Metric.allCases { #expect(metric.value(none) == nil) }
  }

  /// Constant predictions rank nothing: every pair is a tie.
  @Test func constantScoreHasAreaOneHalf() throws {
    let constant = Predictions(
      probabilities: (0..<20).flatMap { _ in [Float(0.3), 0.7] }, classes: 2,
      truth: (0..<20).map { $0 % 3 == 0 ? 1 : 0 })
    #expect(Metric.auroc.value(constant) == 0.5)
  }

  @Test(arguments: [2, 3, 5]) func matchesBruteForce(classes: Int) throws {
    let predictions = random(count: 400, classes: classes, seed: 7)
    for metric in [Metric.accuracy, .auroc, .crossEntropy, .brier, .calibrationError] {
      let value = try #require(metric.value(predictions))
      #expect(abs(value - reference(metric, predictions)) < 2e-6, "\(metric)")
    }
  }

  /// With multiplicities as weights, a statistic is that of the repeated examples.
  @Test(arguments: Metric.allCases.filter { !$0.isOfValues && $0 != .legalRate })
  func weightsAreMultiplicities(
    metric: Metric
  ) throws {
    let predictions = random(count: 60, classes: 3, seed: 3)
    guard case .classes(let truth) = predictions.truth else { return }
    var stream = RandomStream(seed: 1, "weights")
    let weights = (0..<60).map { _ in Float(stream.integer(below: 4)) }
    let rows = weights.indices.flatMap { [Int](repeating: $0, count: Int(weights[$0])) }
    let repeated = Predictions(
      probabilities: rows.flatMap { predictions.outputs[$0 * 3..<$0 * 3 + 3] }, classes: 3,
      truth: rows.map { truth[$0] })
    let statistic = try #require(metric.statistic(predictions))
    let weighted = try #require(weights.withUnsafeBufferPointer { statistic.value(weights: $0) })
    #expect(abs(weighted - reference(metric, repeated)) < 2e-6)
  }
}

/// Probabilities on a coarse grid, so that ties and edges of bins occur.
func random(count: Int, classes: Int, seed: UInt64) -> Predictions {
  var stream = RandomStream(seed: seed, "test/predictions")
  var (probabilities, truth): ([Float], [Int]) = ([], [])
  for _ in 0..<count {
    let weights = (0..<classes).map { _ in Float(stream.integer(below: 4) + 1) }
    probabilities += weights.map { $0 / weights.reduce(0, +) }
    truth.append(stream.integer(below: classes))
  }
  return Predictions(probabilities: probabilities, classes: classes, truth: truth)
}

/// The definitions, written down once more in the plainest way.
func reference(_ metric: Metric, _ predictions: Predictions) -> Double {
  guard case .classes(let truth) = predictions.truth else { return .nan }
  let width = predictions.width
  let rows = truth.indices.map { row in
    predictions.outputs[row * width..<(row + 1) * width].map { Double($0) }
  }
  let count = Double(truth.count)
  func top(_ row: [Double]) -> Int { row.firstIndex(of: row.max() ?? 0) ?? -1 }
  switch metric {
  case .accuracy: return Double(zip(rows, truth).count { top($0) == $1 }) / count
  case .crossEntropy: return -zip(rows, truth).reduce(0) { $0 + log($1.0[$1.1]) } / count
  case .brier:
    let sum = zip(rows, truth).reduce(0.0) { sum, pair in
      sum
        + pair.0.indices.reduce(0.0) { part, label in
          part + pow(pair.0[label] - (label == pair.1 ? 1 : 0), 2)
        }
    }
    return sum / count / (width == 2 ? 2 : 1)
  case .auroc:
    let labels = width == 2 ? [1] : Array(0..<width)
    let areas = labels.map { label -> Double in
      var (pairs, won) = (0.0, 0.0)
      for (a, first) in truth.enumerated() where first == label {
        for (b, second) in truth.enumerated() where second != label {
          pairs += 1
          let (x, y) = (
            predictions.outputs[a * width + label], predictions.outputs[b * width + label]
          )
          won += x > y ? 1 : x == y ? 0.5 : 0
        }
      }
      return won / pairs
    }
    return areas.reduce(0, +) / Double(areas.count)
  case .calibrationError:
    var error = 0.0
    for bin in 1...15 {
      let (low, high) = (Double(bin - 1) / 15, Double(bin) / 15)
      let members = zip(rows, truth).filter { row, _ in
        let confidence = row.max() ?? 0
        return confidence > low && confidence <= high
      }
      guard !members.isEmpty else { continue }
      let right = Double(members.count { top($0.0) == $0.1 })
      let confidence = members.reduce(0.0) { $0 + ($1.0.max() ?? 0) }
      error += abs(right - confidence) / count
    }
    return error
  case .squaredError, .legalRate: return .nan
  }
}
