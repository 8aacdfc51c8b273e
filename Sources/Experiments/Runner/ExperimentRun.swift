import Configuration
import Datasets
import Foundation
import Reporting
import Storage
import WeakToStrong

/// What a run is asked to do.
package struct RunRequest<Subject: RunSubject>: Sendable {
  package var experiment: Subject
  package var outputRoot: String
  package var dataRoot: DataRoot
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
    experiment: Subject, outputRoot: String, dataRoot: DataRoot, weightsRoot: String,
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
package struct ExperimentRun<Subject: RunSubject>: Sendable {
  package typealias Outcome = RunOutcome<Subject.Report>

  private let request: RunRequest<Subject>
  private let plan: Plan

  /// Plans the run; finds every file that it reads.
  /// - Throws: `DatasetError` or `StorageError` if one is missing.
  package init(_ request: RunRequest<Subject>) throws {
    self.request = request
    plan = try request.experiment.plan(
      dataRoot: request.dataRoot, weightsRoot: request.weightsRoot)
  }

  package func run(
    watcher: @escaping @Sendable (Progress) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Outcome {
    let folder = request.folder
    try AtomicFile.makeFolder(folder.path)
    let lock = try RunLock.acquire(folder.path)
    defer { lock.release() }
    let store = folder.store
    if request.fresh { try forget(in: store) }
    let times = StageTimes(plan, before: folder, store: store)
    try folder.begin(YAMLWriter.write(request.experiment.node))
    var manifest = Manifest(
      experiment: request.experiment.name, arguments: request.arguments,
      inputs: plan.inputs.map { .init(name: $0.name, sha256: $0.sha256.description) })
    manifest.command = request.command
    // Named from the beginning, so that a cleaning spares what a killed run has done.
    manifest.stages = times.list()
    try manifest.write(to: folder.manifest)

    let targets = Set(plan.goals.flatMap(\.targets))
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
    manifest.stages = times.list(statuses, progress.spent)

    var outcome = outcome(statuses)
    if outcome.status != .stopped {
      do {
        outcome.report = try writeResults(outcome, statuses, manifest, progress)
      } catch let error as StorageError {
        // An artifact that was there from an earlier run may be damaged: it costs its own cells.
        let damages = damages(statuses)
        guard !damages.isEmpty else { throw error }
        statuses.merge(damages) { $1 }
        outcome = self.outcome(statuses)
        outcome.report = try writeResults(outcome, statuses, manifest, progress)
      }
    }
    if let report = outcome.report { request.experiment.note(report, in: &manifest) }
    manifest.finish(
      outcome.status.manifest, failedCells: outcome.failedCells.map(\.title),
      failures: outcome.failures.map(\.description), stages: times.list(statuses, progress.spent))
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

  /// Writes what the cells that are done give; nil where none is.
  private func writeResults(
    _ outcome: Outcome, _ statuses: [Fingerprint: StageStatus], _ manifest: Manifest,
    _ progress: RunProgress
  ) throws -> Subject.Report? {
    let run = FinishedRun(
      plan: plan, statuses: statuses, folder: request.folder, dataRoot: request.dataRoot,
      weightsRoot: request.weightsRoot, cores: request.cores, command: request.command,
      failures: outcome.failures.map(\.description), manifest: manifest,
      announce: progress.enter)
    guard plan.goals.contains(where: run.isDone) else { return nil }
    let report = try request.experiment.writeResults(of: run)
    for file in report.files() { try request.folder.write(file.contents, to: file.name) }
    return report
  }

  /// Which of the artifacts that results are computed from cannot be read.
  private func damages(
    _ statuses: [Fingerprint: StageStatus]
  ) -> [Fingerprint: StageStatus] {
    let store = request.folder.store
    let read = Set(plan.goals.filter { isDone($0, statuses) }.flatMap(\.targets))
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

  private func outcome(_ statuses: [Fingerprint: StageStatus]) -> Outcome {
    let goals = plan.goals
    let failed = goals.compactMap { goal in
      culprit(of: goal, statuses).map { culprit, failure in
        FailedCell(
          title: goal.title, stage: plan[culprit]?.title ?? culprit.short, failure: failure)
      }
    }
    let isStopped = statuses.values.contains(.stopped)
    let status: RunStatus =
      isStopped && !(request.failFast && !failed.isEmpty)
      ? .stopped : failed.isEmpty ? .done : .failed
    return RunOutcome(
      status: status, cells: goals.count,
      unfinished: goals.count - failed.count - goals.count { isDone($0, statuses) },
      failedCells: failed, folder: request.folder)
  }

  private func isDone(_ goal: any Goal, _ statuses: [Fingerprint: StageStatus]) -> Bool {
    goal.targets.allSatisfy { statuses[$0]?.isAvailable == true }
  }

  /// The stage whose failure left a cell without results.
  private func culprit(
    of goal: any Goal, _ statuses: [Fingerprint: StageStatus]
  ) -> (Fingerprint, Failure)? {
    for target in goal.targets {
      var culprit = target
      if case .blocked(let by)? = statuses[target] { culprit = by }
      if case .failed(let failure)? = statuses[culprit] { return (culprit, failure) }
    }
    return nil
  }
}

extension RunStatus {
  fileprivate var manifest: Manifest.Status {
    switch self {
    case .done: .done
    case .stopped: .stopped
    case .failed: .failed
    }
  }
}
