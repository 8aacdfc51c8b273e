import Kernels
import Reporting
import Storage

/// Computes the results of an experiment, task by task, from stored predictions alone.
package struct ResultsBuilder {
  private let experiment: Experiment
  private let cells: [Cell]
  private let store: ArtifactStore
  private let team: WorkerTeam

  package init(_ experiment: Experiment, cells: [Cell], store: ArtifactStore, cores: Int = 1) {
    self.experiment = experiment
    self.cells = cells
    self.store = store
    team = WorkerTeam(threads: cores)
  }

  /// - Parameter watcher: is told of each task whose results are computed next.
  package func results(watcher: (_ task: String) -> Void = { _ in }) throws -> RunResults {
    let parts = experiment.parts
    let tasks = parts.map { TaskResults($0, cells: cells, store: store, team: team) }
    let draws = ComparisonRows.draws(
      for: tasks.map(\.comparisonCount).reduce(0, +), configured: experiment.statistics.draws)
    let results = try tasks.map { task in
      watcher(task.experiment.taskName)
      return try task.results(comparisonDraws: draws)
    }
    var joined = RunResults(joining: results, experiment, tasks: parts)
    joined.comparisons = joined.comparisons.corrected()
    return joined
  }
}

extension RunResults {
  /// The results of an experiment from those of its tasks, in their order.
  init(joining parts: [RunResults], _ experiment: Experiment, tasks: [TaskExperiment]) {
    let pgr = parts.flatMap(\.pgr)
    self.init(
      experiment: experiment.name, measure: ScoreMeasure(experiment),
      ladder: parts.count == 1
        ? parts[0].ladder : experiment.models.names.map { LadderModel($0) },
      pgr: pgr, results: parts.flatMap(\.results), curves: parts.flatMap(\.curves),
      oracleMethods: experiment.oracleMethods)
    comparisons = parts.flatMap(\.comparisons)
    guard parts.count > 1 else { return }
    ladders = Dictionary(
      zip(tasks.map(\.taskName), parts.map(\.ladder)), uniquingKeysWith: { first, _ in first })
    across = AcrossRows(pgr, configuration: experiment.statistics).rows()
  }
}

extension ScoreMeasure {
  /// What PGR is computed from; the same for all tasks of an experiment.
  init(_ experiment: Experiment) {
    let score = experiment.parts.first?.score ?? .accuracy
    self.init(score.columnName, lowerIsBetter: score.isLoss)
  }
}

extension Experiment {
  /// What results call the methods that look at ground truth which no one would have.
  var oracleMethods: Set<String> {
    Set(parts.flatMap(\.plannedMethods).filter(\.method.isOracle).map(\.label))
  }
}
