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
    case .derived(let derived):
      let stage = DeriveStage(
        derived.operation,
        reading(derived.inputs, hidden: derived.hidden, on: split, seed: derived.seed))
      return add(
        stage, title: "\(split.rawValue) labels \(derived.title), seed \(derived.seed)",
        cost: cost.materialization)
    }
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
