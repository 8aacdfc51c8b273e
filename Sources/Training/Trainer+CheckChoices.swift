import Models

extension Trainer {
  /// Refuses choices that the model cannot tell apart: each example has at least one and at most as
  /// many as there are columns for them, all different and in the vocabulary.
  static func checkChoices(
    _ name: String, _ choices: Continuations, vocabulary: Int, outputs: Int
  ) throws(TrainingError) {
    for example in 0..<choices.count {
      let own = choices[example]
      func unsuitable(_ problem: String, _ remedy: String) -> TrainingError {
        .unsuitableData(
          set: name, problem: "example \(example) \(problem)", remedy: remedy)
      }
      guard !own.isEmpty else {
        throw unsuitable("has nothing to choose from", "remove it")
      }
      guard own.count < outputs else {
        throw unsuitable(
          "has \(own.count) choices, the model's \(outputs) outputs are for \(outputs - 1)",
          "use a model of as many classes as the task has")
      }
      let ids = own.flatMap { [$0.first, $0.second] }
      if let id = ids.first(where: { $0 < 0 || Int($0) >= vocabulary }) {
        throw unsuitable(
          "has the token \(id) in a choice, outside the model's vocabulary of \(vocabulary)",
          "use the tokenizer of this model")
      }
      if Set(own).count < own.count {
        throw unsuitable("has one choice twice", "give each of its choices once")
      }
    }
  }

  /// Refuses a label that is none of an example's choices.
  static func checkChoices(
    _ name: String, _ choices: Continuations, _ targets: Targets
  ) throws(TrainingError) {
    for (example, label) in targets.hardened.enumerated() {
      guard label > choices.length(of: example) else { continue }
      throw .unsuitableData(
        set: name,
        problem: "example \(example) is of class \(label) and has "
          + "\(choices.length(of: example)) choices",
        remedy: "give it one of its choices, or class 0 for none of them")
    }
  }

  /// Refuses a loss that gives weight to classes beyond an example's choices.
  static func checkChoices(_ loss: any Loss) throws(TrainingError) {
    guard !loss.suitsChoices else { return }
    throw .unsuitableData(
      set: "training",
      problem: "loss \(type(of: loss).name) gives weight to classes that an example does not have",
      remedy: "use another loss, such as \(CrossEntropy.name)")
  }
}
