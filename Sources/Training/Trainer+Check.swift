import Models

extension Trainer {
  /// Refuses data that do not fit the model, the loss or each other.
  static func check(
    _ model: any Model, _ training: TrainingSet, _ evaluations: [EvaluationSet],
    _ configuration: TrainingConfiguration, _ loss: any Loss
  ) throws(TrainingError) {
    let outputs = model.shape.outputs
    let kind = type(of: loss).targets
    if case .choices = model.shape.input { try checkChoices(loss) }
    try check("training", training.examples, for: model)
    try check("training", training.targets, training.examples, outputs: outputs, kind: kind)
    for set in evaluations {
      try check(set.name, set.examples, for: model)
      for targets in [set.groundTruth, set.weak].compactMap({ $0 }) {
        try check(set.name, targets, set.examples, outputs: outputs, kind: kind)
      }
    }
    let validation = evaluations.first { $0.name == EvaluationSet.validation }
    for selection in configuration.selection.values {
      switch selection {
      case .final: continue
      case .weakValidation where validation?.weak != nil: continue
      case .groundTruthValidation where validation?.groundTruth != nil: continue
      default: throw .missingValidation(selection)
      }
    }
  }

  private static func check(
    _ name: String, _ targets: Targets, _ examples: ExampleSet, outputs: Int, kind: Targets.Kind
  ) throws(TrainingError) {
    func unsuitable(_ problem: String, _ remedy: String) -> TrainingError {
      .unsuitableData(set: name, problem: problem, remedy: remedy)
    }
    guard targets.count == examples.count else {
      throw unsuitable(
        "\(examples.count) examples with \(targets.count) labels", "give one label per example")
    }
    guard targets.columns == outputs else {
      throw unsuitable(
        "labels have \(targets.columns) columns, the model \(outputs) outputs",
        "use labels of the same classes")
    }
    guard targets.kind == kind else {
      throw unsuitable(
        "labels are \(targets.kind.rawValue), the loss wants \(kind.rawValue)",
        kind == .values ? "use a loss for classes" : "use loss: squared-error")
    }
    guard targets.values.allSatisfy(\.isFinite) else {
      throw unsuitable("a label is not finite", "remove that example")
    }
    if kind == .probabilities, targets.values.contains(where: { $0 < 0 || $0 > 1 }) {
      throw unsuitable("a label lies outside 0 to 1", "give probabilities")
    }
    if case .choices(_, among: let choices) = examples.inputs, kind == .probabilities {
      try checkChoices(name, choices, targets)
    }
  }

  /// Examples must be what the model reads; see `Model.check`.
  static func check(
    _ name: String, _ examples: ExampleSet, for model: any Model
  ) throws(TrainingError) {
    func unsuitable(_ problem: String, _ remedy: String) -> TrainingError {
      .unsuitableData(set: name, problem: problem, remedy: remedy)
    }
    guard examples.count > 0 else {
      throw unsuitable("it has no examples", "make the split larger")
    }
    switch (examples.inputs, model.shape.input) {
    case (.tokens(let packed), .tokens(let vocabulary)),
      (.pairs(let packed), .pairs(let vocabulary)),
      (.choices(let packed, among: _), .choices(let vocabulary)):
      if !model.readsEmptySequences,
        let empty = (0..<packed.count).first(where: { packed.length(of: $0) == 0 })
      {
        let example = empty / model.shape.input.sequences
        throw unsuitable("example \(example) has no tokens", "remove empty texts")
      }
      if let id = packed.ids.first(where: { $0 < 0 || Int($0) >= vocabulary }) {
        throw unsuitable(
          "token \(id) lies outside the model's vocabulary of \(vocabulary)",
          "use the tokenizer of this model")
      }
      if case .choices(_, among: let choices) = examples.inputs {
        guard choices.count == packed.count else {
          throw unsuitable(
            "\(packed.count) sequences with choices for \(choices.count)",
            "give choices for each")
        }
        try checkChoices(name, choices, vocabulary: vocabulary, outputs: model.shape.outputs)
      }
    case (.features(let matrix), .features(let columns)):
      guard matrix.columns == columns else {
        throw unsuitable(
          "examples have \(matrix.columns) features, the model reads \(columns)",
          "use features of the same kind")
      }
      guard matrix.isFinite else {
        throw unsuitable("a feature is not finite", "remove that example")
      }
    case (let found, let wanted):
      throw unsuitable(
        "examples are \(found.kind), the model reads \(wanted.description)",
        "choose another model")
    }
  }
}
