import Configuration
import Datasets
import Training
import WeakToStrong

/// An experiment on one of its tasks: what is planned, scored and reported as one.
package struct TaskExperiment: Sendable, Equatable {
  /// Of the experiment.
  package var name: String
  /// What the file calls the task; nil where it has only one, which then goes by its source.
  package var label: String?
  package var task: TaskConfiguration
  /// With the training that each model gets on this task.
  package var models: ModelLadder
  package var pairs: Pairs
  package var ceilingSplit = CeilingSplit.transfer
  package var methods: [MethodEntry]
  package var controls = ControlList()
  package var seeds: [Int]
  package var statistics: StatisticsConfiguration

  /// What results call the task.
  package var taskName: String {
    if let label { return label }
    switch task.source {
    case .named(let name): return name
    case .file(let file): return file.path
    case .generated(let choice): return type(of: choice.generator).name
    }
  }

  /// The metric that PGR is computed from.
  var score: Metric { task.targetKind == .real ? .squaredError : .accuracy }

  /// Stands before the titles of stages and cells where there are several tasks.
  var titlePrefix: String { label.map { "\($0), " } ?? "" }

  /// The pairs that are trained.
  var resolvedPairs: [Pairs.Pair] {
    pairs.resolved(
      ladder: models.names,
      supervisorsOnly: Set(models.entries.filter(\.isSupervisorOnly).map(\.name)))
  }
}

extension Experiment {
  /// The experiment task by task, in the order of the file.
  package var parts: [TaskExperiment] {
    func part(_ label: String?, _ task: TaskConfiguration) -> TaskExperiment {
      TaskExperiment(
        name: name, label: label, task: task,
        models: models.trained(as: label.flatMap { taskTrainings[$0] } ?? [:]), pairs: pairs,
        ceilingSplit: ceilingSplit, methods: methods, controls: controls, seeds: seeds,
        statistics: statistics)
    }
    if let tasks { return tasks.entries.map { part($0.name, $0.task) } }
    return task.map { [part(nil, $0)] } ?? []
  }
}

extension ModelLadder {
  /// The ladder with other trainings for the models named.
  fileprivate func trained(as trainings: [String: TrainingConfiguration]) -> ModelLadder {
    ModelLadder(
      entries.map { entry in
        guard let training = trainings[entry.name],
          case .network(let model, let tokenizer, _) = entry.kind
        else { return entry }
        return ModelEntry(
          name: entry.name, kind: .network(model, tokenizer: tokenizer, training: training))
      })
  }
}
