import Training

extension Experiment {
  /// The same experiment, tiny: every stage runs and every file is written, in seconds. Its results
  /// mean nothing and lie under a name of their own.
  package var smoke: Experiment {
    var small = self
    small.name = name + "-smoke"
    small.seeds = Array(seeds.prefix(1))
    small.statistics.draws = min(statistics.draws, 200)
    small.task.splits.supervisor = min(task.splits.supervisor, 64)
    small.task.splits.transfer = min(task.splits.transfer, 64)
    small.task.splits.validation = min(task.splits.validation, 32)
    small.task.splits.test = min(task.splits.test, 64)
    small.training = training.smoke
    small.models.entries = models.entries.map { entry in
      guard case .network(let model, let tokenizer, let training) = entry.kind else { return entry }
      var small = entry
      small.kind = .network(model, tokenizer: tokenizer, training: training.smoke)
      return small
    }
    return small
  }
}

extension TrainingConfiguration {
  fileprivate var smoke: TrainingConfiguration {
    var small = self
    small.epochs = TrainingConfiguration().epochs
    small.steps = min(steps ?? 4, 4)
    small.evaluations = min(evaluations, 2)
    return small
  }
}
