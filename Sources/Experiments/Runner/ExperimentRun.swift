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

/// Carries out an experiment: plan, stages, results, report.
package struct ExperimentRun: Sendable {
  private let request: RunRequest
  private let plan: Plan

  /// Plans the run; finds every file that it reads.
  /// - Throws: `DatasetError` or `StorageError` if one is missing.
  package init(_ request: RunRequest) throws {
    self.request = request
    plan = try Planner.plan(
      request.experiment, dataRoot: request.dataRoot, weightsRoot: request.weightsRoot)
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
    try folder.begin(YAMLWriter.write(request.experiment.node))
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
    var statuses = await runner.run(targets: targets)

    var outcome = outcome(statuses)
    if outcome.status != .stopped {
      do {
        outcome.report = try writeResults(outcome, statuses, progress)
      } catch let error as StorageError {
        // An artifact that was there from an earlier run may be damaged: it costs its own cells.
        let damages = damages(statuses)
        guard !damages.isEmpty else { throw error }
        statuses.merge(damages) { $1 }
        outcome = self.outcome(statuses)
        outcome.report = try writeResults(outcome, statuses, progress)
      }
    }
    if let results = outcome.report?.results { manifest.note(results) }
    manifest.finish(
      outcome.status.manifest, failedCells: outcome.failedCells.map(\.title),
      failures: outcome.failures.map(\.description), stages: stageTimes(statuses))
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

  /// Writes what the cells that are done give.
  private func writeResults(
    _ outcome: RunOutcome, _ statuses: [Fingerprint: StageStatus], _ progress: RunProgress
  ) throws -> Report? {
    let cells = plan.cells.filter { isDone($0, statuses) }
    guard !cells.isEmpty else { return nil }
    let folder = request.folder
    let results = try ResultsBuilder(
      request.experiment, cells: cells, store: folder.store, cores: request.cores
    )
    .results { progress.results(of: $0) }
    try folder.write(PGRRow.csv(results.pgr), to: "pgr.csv")
    if !results.across.isEmpty {
      try folder.write(AcrossRow.csv(results.across), to: "across-tasks.csv")
    }
    if !results.comparisons.isEmpty {
      try folder.write(ComparisonRow.csv(results.comparisons), to: "comparisons.csv")
    }
    try folder.write(ResultRow.csv(results.results), to: "results.csv")
    try folder.write(CurveRow.csv(results.curves), to: "curves.csv")
    try folder.write(JSONLines.text(results.curves), to: "metrics.jsonl")
    let report = RunReport.make(
      request.experiment, results, command: request.command,
      failures: outcome.failures.map(\.description))
    for file in report.files() { try folder.write(file.contents, to: file.name) }
    return report
  }

  /// Which of the artifacts that results are computed from cannot be read.
  private func damages(
    _ statuses: [Fingerprint: StageStatus]
  ) -> [Fingerprint: StageStatus] {
    let store = request.folder.store
    let read = Set(plan.cells.filter { isDone($0, statuses) }.flatMap(\.targets))
    var damages: [Fingerprint: StageStatus] = [:]
    for fingerprint in read {
      do {
        _ = try store.read(fingerprint)
      } catch {
        damages[fingerprint] = .failed(Failure(error))
      }
    }
    return damages
  }

  private func outcome(_ statuses: [Fingerprint: StageStatus]) -> RunOutcome {
    let failed = plan.cells.compactMap { cell in
      culprit(of: cell, statuses).map { culprit, failure in
        RunOutcome.FailedCell(
          title: cell.title, stage: plan[culprit]?.title ?? culprit.short, failure: failure)
      }
    }
    let isStopped = statuses.values.contains(.stopped)
    let status: RunOutcome.Status =
      isStopped && !(request.failFast && !failed.isEmpty)
      ? .stopped : failed.isEmpty ? .done : .failed
    return RunOutcome(
      status: status, cells: plan.cells.count,
      unfinished: plan.cells.count - failed.count - plan.cells.count { isDone($0, statuses) },
      failedCells: failed, folder: request.folder)
  }

  private func isDone(_ cell: Cell, _ statuses: [Fingerprint: StageStatus]) -> Bool {
    cell.targets.allSatisfy { statuses[$0]?.isAvailable == true }
  }

  /// The stage whose failure left a cell without results.
  private func culprit(
    of cell: Cell, _ statuses: [Fingerprint: StageStatus]
  ) -> (Fingerprint, Failure)? {
    for target in cell.targets {
      var culprit = target
      if case .blocked(let by)? = statuses[target] { culprit = by }
      if case .failed(let failure)? = statuses[culprit] { return (culprit, failure) }
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
