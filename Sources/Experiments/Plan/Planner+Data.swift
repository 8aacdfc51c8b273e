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
    case .features: return nil
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
    let states = represented(by: states)
    return answer(.hidden(states, annotation, split, seed: seed)) {
      $0.planHidden(states, on: split, seed: seed, annotation)
    }
  }

  private mutating func planHidden(
    _ states: HiddenStates, on split: Split, seed: Int, _ annotation: Annotation?
  ) -> Fingerprint {
    let name = model(of: states)
    let (task, tokens) = (task(seed: seed, annotation), tokens(name, seed: seed, annotation))
    let title = "hidden states of \(name) on \(split.rawValue)"
    if case .untouched = states, let model = network(name).model.pretrained,
      let weights = pretrained.contents[name], let tokens
    {
      let stage = ActivationsStage(
        task: task, tokens: tokens, split: split, model: model, weights: weights)
      return add(stage, title: title, cost: cost.activations(name, on: split))
    }
    let (source, of) = features(states, seed: seed)
    let stage = FeaturesStage(
      task: task, tokens: tokens, split: split, source: source, weights: pretrained.contents[name])
    return add(stage, title: title + of, cost: cost.prediction(name, on: split))
  }

  private mutating func features(
    _ states: HiddenStates, seed: Int
  ) -> (FeaturesStage.Source, title: String) {
    switch states {
    case .untouched(let name):
      // What a student begins with.
      return (
        .untouched(network(name).model, seed: UInt64(seed), split: .transfer),
        ", untrained, seed \(seed)"
      )
    case .generative(let request):
      return (.trained(InitialWeights(generativeTraining(request))), " after texts, seed \(seed)")
    case .trained(let predictor):
      guard case .trained(let training, let selection) = predictor,
        let trained = predictors[training]
      else { preconditionFailure("labels without a model have no hidden states") }
      return (.trained(InitialWeights(training, selection)), " (\(trained.title))")
    }
  }

  /// Of a linear model on hidden states, and of a head that is trained alone, these states.
  private func represented(by states: HiddenStates) -> HiddenStates {
    guard case .trained(.trained(let training, _)) = states, let trained = predictors[training]
    else { return states }
    if case .hidden(let inner) = trained.input { return represented(by: inner) }
    let isHead = network(trained.model).model.pretrained?.finetuning == .head
    return isHead ? .untouched(model: trained.model) : states
  }

  /// The entry of the ladder whose tokens are read.
  private func model(of states: HiddenStates) -> String {
    switch states {
    case .untouched(let name): return name
    case .generative(let request): return request.model
    case .trained(let predictor):
      guard case .trained(let training, _) = predictor, let trained = predictors[training] else {
        preconditionFailure("labels without a model have no hidden states")
      }
      return trained.model
    }
  }
}

extension TrainingInput {
  var annotation: Annotation? {
    if case .annotated(let annotation) = self { annotation } else { nil }
  }
}
