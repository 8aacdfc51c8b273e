#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A score of predictions against the truth.
package enum Metric: String, Codable, CaseIterable, Sendable {
  /// The share of examples whose most probable class is the true one; of equally probable classes
  /// the first is taken.
  case accuracy
  /// Area under the receiver operating characteristic of the second class's probability, ties
  /// counting one half; with more classes the mean of one class against the rest, over the classes
  /// that occur.
  case auroc
  /// −log p(true class), natural logarithm, p taken as at least 1e-12 (so at most 27.6).
  case crossEntropy = "cross-entropy"
  /// Two classes: (p₁ − y)². More: Σ_c (p_c − 1[y = c])² (Brier 1950).
  case brier
  /// Expected calibration error of the predicted class in 15 bins of equal width (Guo et al. 2017).
  case calibrationError = "ece"
  /// (output − target)², the mean over an example's outputs.
  case squaredError = "squared-error"
  /// The share of examples whose answer is one of their choices: of positions, with a legal move.
  case legalRate = "legal-rate"

  package static let smallestProbability: Float = 1e-12

  /// Whether less is better. Differences of losses change sign, so that a gain is above zero.
  package var isLoss: Bool {
    switch self {
    case .accuracy, .auroc, .legalRate: false
    case .crossEntropy, .brier, .calibrationError, .squaredError: true
    }
  }

  /// 1, or −1 for a loss.
  package var orientation: Double { isLoss ? -1 : 1 }

  /// Whether the metric is for real outputs (else for classes).
  package var isOfValues: Bool { self == .squaredError }

  /// The metric of these predictions; nil if it is undefined for them: of another kind, without
  /// examples, or AUROC where only one class occurs.
  package func value(_ predictions: Predictions) -> Double? {
    statistic(predictions)?.value(count: predictions.count)
  }

  /// The score of each example, for metrics that are means over examples; else nil.
  package func exampleScores(_ predictions: Predictions) -> [Float]? {
    guard case .mean(let scores)? = statistic(predictions) else { return nil }
    return scores
  }

  /// The metric as a function of example weights; nil if the predictions are of another kind.
  package func statistic(_ predictions: Predictions) -> WeightedStatistic? {
    switch (predictions.truth, self) {
    case (.values(let targets), .squaredError):
      return .mean(scores: squaredErrors(predictions, targets))
    case (.classes, .squaredError), (.values, _): return nil
    case (.classes(let truth), .accuracy):
      guard let predicted = predictions.predictedClasses else { return nil }
      return .mean(scores: zip(truth, predicted).map { $0 == $1 ? 1 : 0 })
    case (.classes(let truth), .auroc):
      // The k-th choice of one example has nothing to do with the k-th of another.
      return predictions.areChoices ? nil : areaUnderCurve(predictions, truth)
    case (.classes, .legalRate):
      guard predictions.areChoices, let predicted = predictions.predictedClasses else { return nil }
      return .mean(scores: predicted.map { $0 == 0 ? 0 : 1 })
    case (.classes(let truth), .crossEntropy):
      return .mean(
        scores: truth.enumerated().map { example, label in
          let probability = predictions.outputs[example * predictions.width + label]
          return -log(max(probability, Self.smallestProbability))
        })
    case (.classes(let truth), .brier): return .mean(scores: brierScores(predictions, truth))
    case (.classes, .calibrationError):
      guard let areRight = predictions.areRight, let classes = predictions.predictedClasses else {
        return nil
      }
      let confidences = classes.enumerated().map { example, predicted in
        predictions.outputs[example * predictions.width + predicted]
      }
      return .calibration(CalibrationBins(confidences: confidences, areRight: areRight))
    }
  }

  private func squaredErrors(_ predictions: Predictions, _ targets: [Float]) -> [Float] {
    let width = predictions.width
    return (0..<predictions.count).map { example in
      var sum: Float = 0
      for place in example * width..<(example + 1) * width {
        let difference = predictions.outputs[place] - targets[place]
        sum += difference * difference
      }
      return sum / Float(width)
    }
  }

  private func brierScores(_ predictions: Predictions, _ truth: [Int]) -> [Float] {
    let width = predictions.width
    return truth.enumerated().map { example, label in
      let row = predictions.outputs[example * width..<(example + 1) * width]
      if width == 2 {
        let difference = row[row.startIndex + 1] - Float(label)
        return difference * difference
      }
      var sum: Float = 0
      for (offset, probability) in row.enumerated() {
        let difference = probability - (offset == label ? 1 : 0)
        sum += difference * difference
      }
      return sum
    }
  }

  private func areaUnderCurve(_ predictions: Predictions, _ truth: [Int]) -> WeightedStatistic {
    let classes = predictions.width == 2 ? 1..<2 : 0..<predictions.width
    return .areaUnderCurve(
      classes.map { label in
        RankedExamples(
          scores: truth.indices.map { predictions.outputs[$0 * predictions.width + label] },
          isPositive: truth.map { $0 == label })
      })
  }
}
