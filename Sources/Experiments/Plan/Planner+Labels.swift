import Datasets
import Kernels
import Storage
import Training
import WeakToStrong

/// Predictions of what was planned.
extension Planner {
  package mutating func labels(of predictor: Predictor, on split: Split) -> Fingerprint {
    answer(.labels(predictor, split)) { $0.planLabels(of: predictor, on: split) }
  }

  private mutating func planLabels(of predictor: Predictor, on split: Split) -> Fingerprint {
    switch predictor {
    case .imported(let name, let seed):
      guard case .imported(let labels)? = experiment.models[name]?.kind,
        let input = inputs.labels[name]?[Int(seed)]
      else { preconditionFailure("'\(name)' has no labels") }
      let stage = ImportStage(
        task: task(seed: Int(seed)), split: split, labels: labels,
        seed: labels.dependsOnSeed ? Int(seed) : 0, input: input)
      return add(
        stage, title: "labels of \(name) on \(split.rawValue), seed \(seed)",
        cost: cost.materialization)
    case .trained(let training, let selection):
      guard let trained = predictors[training] else {
        preconditionFailure("labels of a model that was not planned")
      }
      let (model, seed, annotation) = (trained.model, trained.seed, trained.input.annotation)
      let stage = LabelStage(
        training: training, selection: selection, task: task(seed: seed, annotation),
        tokens: tokens(model, seed: seed, annotation), split: split,
        activations: hidden(model, trained.input, on: [split], seed: seed)?[split.rawValue])
      return add(
        stage, title: "\(split.rawValue) predictions of \(trained.title)",
        cost: cost.prediction(model, on: split))
    case .prompted(let request):
      let stage = promptStage(request, on: split)
      let shots = request.shots == 0 ? "" : " with \(request.shots) demonstrations"
      return add(
        stage, title: "\(split.rawValue) answers of \(request.model)\(shots), seed \(request.seed)",
        cost: Double(1 + request.shots) * cost.prediction(request.model, on: split))
    case .untouched(let model, let seed):
      guard let tokens = tokens(model, seed: Int(seed)) else {
        preconditionFailure("a model is asked as it is where there are tokens")
      }
      let stage = ZeroShotStage(
        task: task(seed: Int(seed)), tokens: tokens, split: split, model: network(model).model,
        seed: seed, weights: pretrained.contents[model])
      return add(
        stage, title: "\(split.rawValue) answers of \(model) before finetuning, seed \(seed)",
        cost: cost.prediction(model, on: split))
    case .derived(let derived):
      let stage = DeriveStage(
        derived.operation,
        reading(derived.inputs, hidden: derived.hidden, on: split, seed: derived.seed))
      return add(
        stage, title: "\(split.rawValue) labels \(derived.title), seed \(derived.seed)",
        cost: cost.materialization)
    }
  }

  private mutating func promptStage(_ request: PromptRequest, on split: Split) -> PromptStage {
    let (model, tokenizer, _) = network(request.model)
    let source: PromptStage.Source
    if let texts = request.texts {
      source = .trained(InitialWeights(generativeTraining(texts)))
    } else if let own = model.pretrained, let weights = pretrained.contents[request.model] {
      requireGenerative(model)
      source = .pretrained(own.body, weights)
    } else {
      preconditionFailure("a model from scratch learns texts before it is asked")
    }
    let words = request.form.words
    if let classes = tasks[Int(request.seed)]?.configuration.classes, !words.isEmpty,
      words.count != classes.count
    {
      failure =
        failure
        ?? DatasetError(
          .configuration, "prompt", "\(words.count) words for \(classes.count) classes",
          remedy: "give one word for each class: \(classes.joined(separator: ", "))")
    }
    var demonstrations = Demonstrations(count: request.shots, seed: request.seed)
    demonstrations.balanced = request.balanced
    if request.shots > 0 { demonstrations.labels = self.source(request.labels, on: .transfer) }
    return PromptStage(
      task: task(seed: Int(request.seed)), split: split, source: source, tokenizer: tokenizer,
      inputs: inputs.tokenizers[request.model] ?? [], form: request.form,
      demonstrations: demonstrations, context: model.architecture.context)
  }

  mutating func reading(
    _ inputs: [Predictor], hidden states: HiddenStates?, on split: Split, seed: UInt64,
    member: Int = 0
  ) -> LabelReading {
    var draws = RandomStream(seed: seed, "member", index: UInt64(member))
    return LabelReading(
      task: task(seed: Int(seed)), split: split, inputs: inputs.map { labels(of: $0, on: split) },
      hidden: states.map { hidden($0, on: split, seed: Int(seed)) },
      seed: member == 0 ? seed : draws.next() >> 1)
  }
}
