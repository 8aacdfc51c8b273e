import Models

/// Examples without labels: what a model reads, one example after the other.
package struct ExampleSet: Sendable, Equatable {
  package var inputs: ModelInput

  package init(_ inputs: ModelInput) { self.inputs = inputs }

  package var count: Int { inputs.count }

  /// Neighbouring examples cut into batches of at most `limit` tokens or numbers each (or one
  /// example where that alone is larger), so that memory stays bounded whatever their lengths.
  package func batches(limit: Int) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    var size = 0
    for index in 0..<count {
      let next = inputs.size(of: index)
      if index > start, size + next > limit {
        batches.append(start..<index)
        (start, size) = (index, 0)
      }
      size += next
    }
    if start < count { batches.append(start..<count) }
    return batches
  }

  /// The limit of `batches` for a kind of input: 2,048 tokens (whose hidden states are wide) or a
  /// million numbers.
  var evaluationLimit: Int {
    switch inputs {
    case .tokens: 2048
    case .features: 1 << 20
    }
  }
}

/// Examples with the labels that a model is trained on.
package struct TrainingSet: Sendable {
  package var examples: ExampleSet
  package var targets: Targets

  package init(_ examples: ExampleSet, targets: Targets) {
    self.examples = examples
    self.targets = targets
  }
}

/// Examples that a model is evaluated on while it trains.
package struct EvaluationSet: Sendable {
  /// The name of the set that selections look at.
  package static let validation = "validation"

  /// Names the columns of the curve: `validation`, `test`.
  package var name: String
  package var examples: ExampleSet
  package var groundTruth: Targets?
  /// Labels of the same origin as the targets trained on: the supervisor's for a student. For a
  /// model trained on ground truth these are the ground truth.
  package var weak: Targets?

  package init(
    _ name: String, _ examples: ExampleSet, groundTruth: Targets? = nil, weak: Targets? = nil
  ) {
    self.name = name
    self.examples = examples
    self.groundTruth = groundTruth
    self.weak = weak
  }
}
