#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Score {
  /// Compares outputs with targets, both `[n, columns]`, in double precision and in order.
  ///
  ///     probabilities: loss = −(1/n) Σᵢ Σ_c y_ic log softmax(z_i)_c
  ///     values:        loss = (1/n) Σᵢ ‖z_i − y_i‖²
  package init(outputs: [Float], targets: Targets) {
    let columns = targets.columns
    precondition(outputs.count == targets.values.count && !outputs.isEmpty)
    var sum = 0.0
    var right = 0
    for start in stride(from: 0, to: outputs.count, by: columns) {
      let z = outputs[start..<start + columns]
      let y = targets.values[start..<start + columns]
      switch targets.kind {
      case .values:
        for (a, b) in zip(z, y) { sum += (Double(a) - Double(b)) * (Double(a) - Double(b)) }
      case .probabilities:
        let greatest = Double(z.max() ?? 0)
        let logSum = log(z.reduce(0) { $0 + exp(Double($1) - greatest) }) + greatest
        for (a, b) in zip(z, y) where b != 0 { sum += Double(b) * (logSum - Double(a)) }
        right += indexOfMaximum(z) == indexOfMaximum(y) ? 1 : 0
      }
    }
    let count = targets.count
    loss = sum / Double(count)
    accuracy = targets.kind == .probabilities ? Double(right) / Double(count) : nil
  }
}

extension SetScores {
  /// All scores of a model with these outputs on a set.
  package init(outputs: [Float], on set: EvaluationSet) {
    self.init(set: set.name)
    groundTruth = set.groundTruth.map { Score(outputs: outputs, targets: $0) }
    weak = set.weak.map { Score(outputs: outputs, targets: $0) }
    guard let truth = set.groundTruth, let labels = set.weak, truth.kind == .probabilities else {
      return
    }
    let own = Targets.probabilities(outputs, classes: truth.columns).hardened
    var agreements = [0, 0]
    var counts = [0, 0]
    for ((prediction, label), answer) in zip(zip(own, labels.hardened), truth.hardened) {
      let side = label == answer ? 0 : 1
      counts[side] += 1
      agreements[side] += prediction == label ? 1 : 0
    }
    if counts[0] > 0 { agreementWhereRight = Double(agreements[0]) / Double(counts[0]) }
    if counts[1] > 0 { agreementWhereWrong = Double(agreements[1]) / Double(counts[1]) }
  }

  /// What a selection maximizes; nil where the set has no labels for it.
  package func merit(for selection: Selection) -> Double? {
    let score: Score?
    switch selection {
    case .final: return nil
    case .weakValidation: score = weak
    case .groundTruthValidation: score = groundTruth
    }
    return score.map { $0.accuracy ?? -$0.loss }
  }
}
