import Datasets
import Models
import WeakToStrong

extension Planner {
  /// Each model learns the transfer split and is scored on the others.
  mutating func planTextModels() {
    for seed in experiment.seeds {
      for name in experiment.models.names {
        checkForm(of: name)
        guard let tokens = tokens(name, seed: seed) else {
          preconditionFailure("texts are learned where there are texts")
        }
        let training = generativeTraining(
          GenerativeRequest(model: name, splits: [.transfer], training: nil, seed: UInt64(seed)))
        let task = task(seed: seed)
        let losses = [Split.validation, .test].filter(has).map { split in
          TextModel.Loss(
            split: split,
            fingerprint: add(
              TextLossStage(training: training, task: task, tokens: tokens, split: split),
              title: "\(split.rawValue) loss of \(name), seed \(seed)",
              cost: cost.prediction(name, on: split)))
        }
        plan.textModels.append(
          TextModel(
            model: name, seed: seed, task: task, tokens: tokens, training: training,
            losses: losses))
      }
    }
  }

  /// A model that cannot be written is not worth its training.
  private mutating func checkForm(of name: String) {
    let (model, _, _) = network(name)
    do {
      _ = try model.generative.architecture.checkpointForm(vocabulary: 2, weights: weightsRoot)
    } catch {
      failure = failure ?? error
    }
  }
}
