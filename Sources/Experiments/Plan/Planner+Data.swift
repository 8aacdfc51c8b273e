import Datasets
import Models
import Storage
import WeakToStrong

/// What models read.
extension Planner {
  mutating func task(seed: Int, _ annotation: Annotation? = nil) -> Fingerprint {
    guard let resolved = tasks[seed] else { preconditionFailure("seed \(seed) was not resolved") }
    return answer(.task(annotation, seed: seed)) { planner in
      guard let annotation else {
        let stage = MaterializeStage(
          task: resolved.configuration, inputs: planner.inputs.tasks[seed] ?? [:])
        return planner.add(
          stage, title: "data \(resolved.name)", cost: planner.cost.materialization)
      }
      var labels: [String: Fingerprint] = [:]
      for split in [Split.transfer, .validation, .test] where planner.has(split) {
        labels[split.rawValue] = planner.labels(of: annotation.labels, on: split)
      }
      let stage = AnnotateStage(
        task: planner.task(seed: seed), labels: labels, words: annotation.words)
      return planner.add(
        stage, title: "data \(resolved.name) with weak labels in the texts",
        cost: planner.cost.materialization)
    }
  }

  func has(_ split: Split) -> Bool { experiment.task.splits[split] > 0 }

  mutating func tokens(
    _ model: String, seed: Int, _ annotation: Annotation? = nil
  ) -> Fingerprint? {
    guard tasks[seed]?.kind != .features else { return nil }
    return answer(.tokens(model: model, annotation, seed: seed)) { planner in
      let stage = TokenizeStage(
        task: planner.task(seed: seed, annotation), tokenizer: planner.network(model).tokenizer,
        inputs: planner.inputs.tokenizers[model] ?? [],
        context: planner.pretrained.contexts[model],
        headTokens: planner.pretrained.headTokens[model])
      return planner.add(
        stage, title: "tokens for \(model)", cost: planner.cost.materialization)
    }
  }

  /// What a linear model, or the head of a frozen one, reads: hidden states by split; nil where a model reads
  /// the task itself.
  mutating func hidden(
    _ model: String, _ input: TrainingInput, on splits: [Split], seed: Int
  ) -> [String: Fingerprint]? {
    let states: HiddenStates
    switch input {
    case .hidden(let of): states = of
    case .task, .annotated:
      guard network(model).model.pretrained?.finetuning == .head else { return nil }
      states = .untouched(model: model)
    }
    var found: [String: Fingerprint] = [:]
    for split in splits where has(split) {
      found[split.rawValue] = hidden(states, on: split, seed: seed, input.annotation)
    }
    return found
  }

  mutating func hidden(
    _ states: HiddenStates, on split: Split, seed: Int, _ annotation: Annotation? = nil
  ) -> Fingerprint {
    answer(.hidden(states, annotation, split, seed: seed)) {
      $0.planHidden(states, on: split, seed: seed, annotation)
    }
  }

  private mutating func planHidden(
    _ states: HiddenStates, on split: Split, seed: Int, _ annotation: Annotation?
  ) -> Fingerprint {
    guard case .untouched(let name) = states, let model = network(name).model.pretrained,
      let weights = pretrained.contents[name],
      let tokens = tokens(name, seed: seed, annotation)
    else { preconditionFailure("hidden states of a model that is not pretrained") }
    let stage = ActivationsStage(
      task: task(seed: seed, annotation), tokens: tokens, split: split, model: model,
      weights: weights)
    return add(
      stage, title: "hidden states of \(name) on \(split.rawValue)",
      cost: cost.activations(name, on: split))
  }
}

extension TrainingInput {
  var annotation: Annotation? {
    if case .annotated(let annotation) = self { annotation } else { nil }
  }
}
