import Configuration
import Foundation
import Reporting
import Storage
import WeakToStrong

/// What a run is asked to do.
package struct RunRequest: Sendable {
  package var experiment: Experiment
  package var outputRoot: String
  package var dataRoot: String
  package var weightsRoot: String
  package var workers: Int
  package var cores: Int
  /// Compute everything anew.
  package var fresh = false
  package var failFast = false
  /// Seconds between saved states of a training.
  package var saveInterval = 20.0
  /// As the program was called.
  package var arguments: [String]
  /// What reproduces the run, for its report.
  package var command: String

  package init(
    experiment: Experiment, outputRoot: String, dataRoot: String, weightsRoot: String,
    workers: Int, cores: Int, arguments: [String], command: String
  ) {
    self.experiment = experiment
    self.outputRoot = outputRoot
    self.dataRoot = dataRoot
    self.weightsRoot = weightsRoot
    self.workers = workers
    self.cores = cores
    self.arguments = arguments
    self.command = command
  }

  package var folder: RunFolder { RunFolder(root: outputRoot, name: experiment.name) }
}

/// How a run ended.
package struct RunOutcome: Sendable {
  package enum Status: Sendable, Equatable {
    case done
    /// Asked to stop; the same command goes on.
    case stopped
    /// Some cells have no results.
    case failed
  }

  package struct FailedCell: Sendable, Equatable {
    package var title: String
    package var failure: Failure
  }

  package var status: Status
  package var report: Report?
  package var failedCells: [FailedCell]
  package var folder: RunFolder
}

/// Carries out an experiment: plan, stages, results, report.
package struct ExperimentRun: Sendable {
  private let request: RunRequest
  private let plan: Plan

  /// Plans the run; finds every file that it reads.
  /// - Throws: `DatasetError` or `StorageError` if one is missing.
  package init(_ request: RunRequest) throws {
    self.request = request
    plan = try Planner.plan(request.experiment, dataRoot: request.dataRoot)
  }

  package func run(
    watcher: @escaping @Sendable (Progress) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async throws -> RunOutcome {
    let folder = request.folder
    try AtomicFile.makeFolder(folder.path)
    let lock = try RunLock.acquire(folder.path)
    defer { lock.release() }
    let store = folder.store
    if request.fresh { try forget(in: store) }
    try folder.write(YAMLWriter.write(request.experiment.node), to: "experiment.yaml")
    var manifest = Manifest(
      experiment: request.experiment.name, arguments: request.arguments,
      inputs: plan.inputs.map { .init(name: $0.name, sha256: $0.sha256.description) })
    manifest.command = request.command
    // Named from the beginning, so that a cleaning spares what a killed run has done.
    manifest.stages = stageTimes([:])
    try manifest.write(to: folder.manifest)

    let targets = Set(plan.cells.flatMap(\.targets))
    let progress = RunProgress(
      plan: plan, missing: plan.missing(for: targets, exists: store.contains), watcher: watcher)
    var options = RunnerOptions(
      workers: request.workers, cores: request.cores, dataRoot: request.dataRoot,
      weightsRoot: request.weightsRoot)
    options.failFast = request.failFast
    options.saveInterval = request.saveInterval
    let runner = Runner(
      plan: plan, store: store, options: options, observer: progress.receive,
      shouldStop: shouldStop)
    let statuses = await runner.run(targets: targets)

    var outcome = outcome(statuses)
    if outcome.status != .stopped || request.failFast {
      outcome.report = try writeResults(
        cells: plan.cells.filter { failure(of: $0, statuses) == nil && isDone($0, statuses) },
        failures: outcome.failedCells, store: store, folder: folder)
    }
    if let ladder = outcome.report?.results.ladder {
      manifest.weights = Dictionary(
        uniqueKeysWithValues: ladder.compactMap { model in
          model.parameters.map { (model.name, $0) }
        })
    }
    manifest.finish(
      outcome.status.manifest, failedCells: outcome.failedCells.map(\.title),
      stages: stageTimes(statuses))
    try manifest.write(to: folder.manifest)
    return outcome
  }

  /// Removes what the plan would otherwise find done.
  private func forget(in store: ArtifactStore) throws(StorageError) {
    for planned in plan.stages {
      try store.remove(planned.fingerprint)
      try store.removePartial(planned.fingerprint)
    }
  }

  private func writeResults(
    cells: [Cell], failures: [RunOutcome.FailedCell], store: ArtifactStore, folder: RunFolder
  ) throws -> Report? {
    guard !cells.isEmpty else { return nil }
    let results = try ResultsBuilder(
      request.experiment, cells: cells, store: store, cores: request.cores
    )
    .results()
    try folder.write(PGRRow.csv(results.pgr), to: "pgr.csv")
    try folder.write(ResultRow.csv(results.results), to: "results.csv")
    try folder.write(CurveRow.csv(results.curves), to: "curves.csv")
    try folder.write(JSONLines.text(results.curves), to: "metrics.jsonl")
    let report = RunReport.make(
      request.experiment, results, command: request.command,
      failures: failures.map { "\($0.title): \($0.failure.message)" })
    for file in report.files() { try folder.write(file.contents, to: file.name) }
    return report
  }

  private func outcome(_ statuses: [Fingerprint: StageStatus]) -> RunOutcome {
    let failed = plan.cells.compactMap { cell in
      failure(of: cell, statuses).map { RunOutcome.FailedCell(title: cell.title, failure: $0) }
    }
    let isStopped = statuses.values.contains(.stopped)
    let status: RunOutcome.Status =
      isStopped && !(request.failFast && !failed.isEmpty)
      ? .stopped : failed.isEmpty ? .done : .failed
    return RunOutcome(
      status: status, report: nil, failedCells: failed, folder: request.folder)
  }

  private func isDone(_ cell: Cell, _ statuses: [Fingerprint: StageStatus]) -> Bool {
    cell.targets.allSatisfy { statuses[$0]?.isAvailable == true }
  }

  /// The root cause of a cell without results.
  private func failure(of cell: Cell, _ statuses: [Fingerprint: StageStatus]) -> Failure? {
    for target in cell.targets {
      switch statuses[target] {
      case .failed(let failure): return failure
      case .blocked(let culprit):
        guard case .failed(let failure)? = statuses[culprit] else { continue }
        let title = plan[culprit]?.title ?? culprit.short
        return Failure(message: "\(title): \(failure.message)", cause: failure.cause)
      default: continue
      }
    }
    return nil
  }

  private func stageTimes(_ statuses: [Fingerprint: StageStatus]) -> [Manifest.StageTime] {
    plan.stages.map { planned in
      let status = statuses[planned.fingerprint]
      var seconds = 0.0
      if case .done(let taken)? = status { seconds = taken }
      return Manifest.StageTime(
        kind: planned.kind, title: planned.title, fingerprint: planned.fingerprint.description,
        status: status?.word ?? "planned", seconds: seconds)
    }
  }
}

extension StageStatus {
  fileprivate var word: String {
    switch self {
    case .cached: "cached"
    case .done: "done"
    case .failed: "failed"
    case .blocked: "blocked"
    case .stopped: "stopped"
    }
  }
}

extension RunOutcome.Status {
  fileprivate var manifest: Manifest.Status {
    switch self {
    case .done: .done
    case .stopped: .stopped
    case .failed: .failed
    }
  }
}
