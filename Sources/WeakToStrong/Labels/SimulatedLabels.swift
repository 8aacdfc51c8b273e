import Configuration
import Training

/// True labels of which some are made wrong: exactly round(a n) of n stay right, or exactly as many as
/// another supervisor gets right on that split.
///
/// A wrong label is a class drawn from the other ones; where errors follow the student's ceiling it is
/// the class that the ceiling finds most probable among the other ones.
package struct SimulatedLabels: LabelOperation {
  /// Share of right labels; nil for as many as the first predictor has.
  package var accuracy: Double?
  package var errors = SimulatedErrors.random
  /// Probability of the class that is given; the others share what is left.
  package var confidence = 1.0

  package init() {}

  package static let name = "simulated"
  package static let summary = "true labels with errors of a chosen number and kind"
  package static let source = "Burns et al. 2023, appendix E.1 (simulated errors)"
  package static var fields: [Field<Self>] {
    [
      Field(
        "accuracy", \.accuracy, "share of right labels, met to one example on every split",
        check: Check("between 0 and 1") { (0...1).contains($0 ?? 0) }),
      Field("errors", \.errors, "which examples are wrong"),
      Field(
        "confidence", \.confidence, "probability of the class that is given; 1 gives hard labels",
        check: Check("above 0.5 and at most 1") { $0 > 0.5 && $0 <= 1 }),
    ]
  }

  package func labels(_ material: LabelMaterial) throws -> Targets {
    let truth = material.truth.hardened
    let ceiling = errors.looksAtCeiling ? material.inputs.last : nil
    let order = try errors.order(material, truth: truth, ceiling: ceiling)
    // Drawn for every example, so that an example that is wrong is wrong alike at any accuracy.
    var stream = material.stream("simulated/class")
    let others = truth.map { label in
      let drawn = stream.integer(below: material.classes - 1)
      return drawn < label ? drawn : drawn + 1
    }
    var given = truth
    for row in order.prefix(material.count - right(material, truth)) {
      given[row] =
        ceiling.map { Self.mostProbable($0, row: row, besides: truth[row]) } ?? others[row]
    }
    return soft(given, of: material.classes)
  }

  private func right(_ material: LabelMaterial, _ truth: [Int]) -> Int {
    if let accuracy { return Int((accuracy * Double(truth.count)).rounded()) }
    return zip(material.labels.hardened, truth).count { $0 == $1 }
  }

  private static func mostProbable(_ labels: Targets, row: Int, besides truth: Int) -> Int {
    let others = (0..<labels.columns).filter { $0 != truth }
    return others.reduce(others[0]) { best, label in
      labels.values[row * labels.columns + label] > labels.values[row * labels.columns + best]
        ? label : best
    }
  }

  private func soft(_ given: [Int], of classes: Int) -> Targets {
    let rest = Float((1 - confidence) / Double(classes - 1))
    var values = [Float](repeating: rest, count: given.count * classes)
    for (row, label) in given.enumerated() { values[row * classes + label] = Float(confidence) }
    return .probabilities(values, classes: classes)
  }
}
