import Models

/// Examples without labels: what a model reads, one example after the other.
package struct ExampleSet: Sendable, Equatable {
  package var inputs: ModelInput

  package init(_ inputs: ModelInput) { self.inputs = inputs }

  package var count: Int { inputs.count }

  /// Whether every example has choices of its own.
  var areChoices: Bool {
    if case .choices = inputs { true } else { false }
  }

  /// Neighbouring examples cut into batches of at most `limit` tokens or numbers (or one example
  /// where that alone is larger) and at most `examples` examples, so that memory stays bounded
  /// whatever their lengths.
  package func batches(limit: Int, examples: Int) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    var size = 0
    for index in 0..<count {
      let next = inputs.size(of: index)
      if index > start, size + next > limit || index - start == examples {
        batches.append(start..<index)
        (start, size) = (index, 0)
      }
      size += next
    }
    if start < count { batches.append(start..<count) }
    return batches
  }

  /// The batches of an evaluation: some tokens or a million numbers, and 512 examples, because the
  /// hidden states of one may be much wider than itself.
  func evaluationBatches(_ grain: Grain) -> [Range<Int>] {
    switch inputs {
    case .tokens, .pairs, .choices: batches(limit: grain.labelledRows, examples: 512)
    case .features: batches(limit: 1 << 20, examples: 512)
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
