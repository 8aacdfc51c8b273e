import Training

extension LabelMaterial {
  /// The round(keep · n) of n examples that score highest, in their order; of each predicted class alike
  /// where `byClass` says so and classes mean the same for all. Of equals the earlier ones.
  func best(_ scores: [Double], keep: Double, byClass: Bool) -> [Int] {
    func best(_ rows: [Int]) -> [Int] {
      let count = Int((keep * Double(rows.count)).rounded())
      return Array(rows.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(count))
    }
    guard byClass, !areChoices else { return best(Array(0..<count)).sorted() }
    let predicted = labels.hardened
    return (0..<labels.columns).flatMap { label in
      best(predicted.indices.filter { predicted[$0] == label })
    }.sorted()
  }

  /// The probability of each example's most probable class.
  var confidences: [Double] {
    let labels = labels
    return labels.hardened.enumerated().map { Double(labels.values[$0 * labels.columns + $1]) }
  }
}
