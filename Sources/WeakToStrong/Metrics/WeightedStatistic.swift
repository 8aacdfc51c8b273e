/// A statistic of examples that carry weights: with all weights one it is the statistic of the
/// sample, with the multiplicities of a resample that of the resample.
package enum WeightedStatistic: Sendable {
  /// Σ w s / Σ w.
  case mean(scores: [Float])
  /// Σ w s / Σ w c, undefined where no example counts: a mean over some of the examples.
  case ratio(scores: [Float], counts: [Float])
  case areaUnderCurve([RankedExamples])
  case calibration(CalibrationBins)
  case kappa(ConfusionPairs)

  /// The statistic with one weight per example, or nil where it is undefined.
  package func value(weights: UnsafeBufferPointer<Float>) -> Double? {
    switch self {
    case .mean(let scores):
      let total = sum(weights)
      return total > 0 ? dot(scores, weights) / total : nil
    case .ratio(let scores, let counts):
      let total = dot(counts, weights)
      return total > 0 ? dot(scores, weights) / total : nil
    case .areaUnderCurve(let classes):
      let areas = classes.compactMap { $0.area(weights: weights) }
      return areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
    case .calibration(let bins): return bins.error(weights: weights)
    case .kappa(let pairs): return pairs.kappa(weights: weights)
    }
  }

  /// The statistic of the sample itself.
  package func value(count: Int) -> Double? {
    [Float](repeating: 1, count: count).withUnsafeBufferPointer { value(weights: $0) }
  }
}

/// Examples in the order of a score, for the area under the receiver operating characteristic:
/// the probability that a positive example scores above a negative one, ties counting one half.
package struct RankedExamples: Sendable {
  /// Examples by ascending score.
  private var order: [Int32]
  private var isPositive: [Bool]
  /// Whether the example at this place of the order scores more than the one before.
  private var isHigher: [Bool]

  package init(scores: [Float], isPositive positive: [Bool]) {
    precondition(scores.count == positive.count)
    let sorted = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
    order = sorted.map { Int32($0) }
    isPositive = sorted.map { positive[$0] }
    isHigher = sorted.indices.map { $0 > 0 && scores[sorted[$0]] > scores[sorted[$0 - 1]] }
  }

  /// O(n). Nil where positives or negatives weigh nothing.
  func area(weights: UnsafeBufferPointer<Float>) -> Double? {
    var (below, area) = (0.0, 0.0)
    var (tiedPositive, tiedNegative, positive) = (0.0, 0.0, 0.0)
    for place in order.indices {
      if isHigher[place] {
        area += tiedPositive * (below + tiedNegative / 2)
        positive += tiedPositive
        below += tiedNegative
        (tiedPositive, tiedNegative) = (0, 0)
      }
      let weight = Double(weights[Int(order[place])])
      if isPositive[place] { tiedPositive += weight } else { tiedNegative += weight }
    }
    area += tiedPositive * (below + tiedNegative / 2)
    positive += tiedPositive
    below += tiedNegative
    return positive > 0 && below > 0 ? area / (positive * below) : nil
  }
}

/// Confidence in the predicted class against how often it is right, in 15 bins of equal width
/// ((k−1)/15, k/15]: expected calibration error Σ |B|/n · |accuracy(B) − confidence(B)|.
package struct CalibrationBins: Sendable {
  package static let count = 15
  private var bins: [UInt8]
  /// Right (1 or 0) minus confidence.
  private var differences: [Float]

  package init(confidences: [Float], areRight: [Bool]) {
    precondition(confidences.count == areRight.count)
    bins = confidences.map { confidence in
      let bin = (Double(confidence) * Double(Self.count)).rounded(.up) - 1
      return UInt8(min(max(bin, 0), Double(Self.count - 1)))
    }
    differences = zip(confidences, areRight).map { ($1 ? 1 : 0) - $0 }
  }

  func error(weights: UnsafeBufferPointer<Float>) -> Double? {
    var sums = [Double](repeating: 0, count: Self.count)
    var total = 0.0
    for example in bins.indices {
      sums[Int(bins[example])] += Double(weights[example] * differences[example])
      total += Double(weights[example])
    }
    return total > 0 ? sums.reduce(0) { $0 + abs($1) } / total : nil
  }
}

/// Two classifications of the same examples: Cohen's κ = (pₒ − pₑ)/(1 − pₑ), agreement beyond what
/// the two distributions of classes give by chance.
package struct ConfusionPairs: Sendable {
  private var first: [Int32]
  private var second: [Int32]
  private var classes: Int
  /// One where the two classes are the same.
  private var agree: [Float]
  /// One where a classification gives the last class, for two classes.
  private var firstIsLast: [Float]
  private var secondIsLast: [Float]

  package init(_ first: [Int], _ second: [Int], classes: Int) {
    precondition(first.count == second.count)
    self.first = first.map { Int32($0) }
    self.second = second.map { Int32($0) }
    self.classes = classes
    agree = zip(first, second).map { $0 == $1 ? 1 : 0 }
    firstIsLast = first.map { $0 == classes - 1 ? 1 : 0 }
    secondIsLast = second.map { $0 == classes - 1 ? 1 : 0 }
  }

  /// Nil where chance alone gives full agreement.
  func kappa(weights: UnsafeBufferPointer<Float>) -> Double? {
    let total = sum(weights)
    guard total > 0 else { return nil }
    var chance = 0.0
    if classes == 2 {
      let (a, b) = (dot(firstIsLast, weights) / total, dot(secondIsLast, weights) / total)
      chance = a * b + (1 - a) * (1 - b)
    } else {
      var (firstWeights, secondWeights) = (
        [Double](repeating: 0, count: classes), [Double](repeating: 0, count: classes)
      )
      for example in first.indices {
        firstWeights[Int(first[example])] += Double(weights[example])
        secondWeights[Int(second[example])] += Double(weights[example])
      }
      chance = zip(firstWeights, secondWeights).reduce(0) { $0 + $1.0 * $1.1 } / (total * total)
    }
    return chance < 1 ? (dot(agree, weights) / total - chance) / (1 - chance) : nil
  }
}
