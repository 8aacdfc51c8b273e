import Datasets
import Kernels
import Storage
import WeakToStrong

/// How a plan is carried out. None of it changes a byte of any artifact.
package struct RunnerOptions: Sendable {
  /// Stages at a time.
  package var workers: Int
  package var cores: Int
  /// Start nothing new after the first failure.
  package var failFast = false
  /// Seconds between saved states of a training.
  package var saveInterval = 20.0
  package var dataRoot: DataRoot
  package var weightsRoot: String

  package init(workers: Int, cores: Int, dataRoot: DataRoot, weightsRoot: String) {
    self.workers = workers
    self.cores = cores
    self.dataRoot = dataRoot
    self.weightsRoot = weightsRoot
  }
}

/// Carries out the missing stages of a plan, several at a time, each at most once among all
/// processes that share the store.
package struct Runner: Sendable {
  private let plan: Plan
  private let store: ArtifactStore
  private let options: RunnerOptions
  private let budget: CoreBudget
  private let observer: @Sendable (RunnerEvent) -> Void
  private let shouldStop: @Sendable () -> Bool

  package init(
    plan: Plan, store: ArtifactStore, options: RunnerOptions,
    observer: @escaping @Sendable (RunnerEvent) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    precondition(options.workers > 0 && options.cores > 0)
    self.plan = plan
    self.store = store
    self.options = options
    self.observer = observer
    self.shouldStop = shouldStop
    budget = CoreBudget(cores: options.cores)
  }

  /// Runs until every one of `targets` exists or cannot be had, and says what became of each stage
  /// of the plan that mattered.
  package func run(targets: Set<Fingerprint>) async -> [Fingerprint: StageStatus] {
    var schedule = Schedule(plan: plan, missing: plan.missing(for: targets, exists: store.contains))
    for fingerprint in schedule.cached {
      // Left by a process that was killed just after it had stored the artifact. It harms nothing
      // where it cannot be removed.
      if store.contains(fingerprint) { try? store.removePartial(fingerprint) }
      observer(.finished(fingerprint, .cached))
    }
    await withTaskGroup(of: (Fingerprint, StageStatus).self) { group in
      var running = 0
      func launch() {
        let isHalted = shouldStop() || (options.failFast && schedule.hasFailure)
        while running < options.workers, !isHalted, let planned = schedule.next() {
          running += 1
          group.addTask { (planned.fingerprint, await perform(planned)) }
        }
      }
      launch()
      while let (fingerprint, status) = await group.next() {
        running -= 1
        for (settled, status) in schedule.settle(fingerprint, status) {
          observer(.finished(settled, status))
        }
        launch()
      }
    }
    return schedule.statuses(unfinished: .stopped)
  }

  private func perform(_ planned: PlannedStage) async -> StageStatus {
    do {
      let lock = try await exclusiveAccess(to: planned.fingerprint)
      guard let lock else { return .stopped }
      defer { lock.release() }
      // Another process may have finished it while this one waited.
      if store.contains(planned.fingerprint) { return .cached }
      observer(.started(planned.fingerprint))
      let team = budget.enter(planned.fingerprint)
      var spent: TimeSpent?
      func leave() -> TimeSpent {
        let time = spent ?? budget.leave(planned.fingerprint)
        if spent == nil { observer(.spent(planned.fingerprint, time)) }
        spent = time
        return time
      }
      defer { _ = leave() }
      var artifact = try planned.stage.run(context(for: planned, team: team))
      artifact.attributes["kind"] = .text(planned.kind)
      artifact.attributes["made-by"] = .text(planned.stage.identity)
      try store.write(artifact, as: planned.fingerprint)
      return .done(seconds: leave().seconds)
    } catch is StageStopped {
      return .stopped
    } catch {
      return .failed(Failure(error))
    }
  }

  private func exclusiveAccess(to fingerprint: Fingerprint) async throws -> FileLock? {
    while true {
      if let lock = try store.attemptLock(fingerprint) { return lock }
      if shouldStop() { return nil }
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  private func context(for planned: PlannedStage, team: WorkerTeam) -> StageContext {
    let fingerprint = planned.fingerprint
    let timer = StateTimer(interval: options.saveInterval)
    return StageContext(
      team: team,
      dataRoot: options.dataRoot,
      weightsRoot: options.weightsRoot,
      artifact: { [store] in try store.read($0, only: $1) },
      place: { [store] in store.path(of: $0) },
      savedState: { [store] in try store.readPartial(fingerprint) },
      statePlace: store.partialPath(of: fingerprint),
      isStateDue: { timer.isDue },
      saveState: { [store] state in
        try timer.saving { try store.writePartial(state, of: fingerprint) }
      },
      progress: { [observer] in observer(.progress(fingerprint, $0)) },
      shouldStop: shouldStop)
  }
}

package enum RunnerEvent: Sendable {
  case started(Fingerprint)
  case progress(Fingerprint, Double)
  /// What a stage that was started took, however it ended.
  case spent(Fingerprint, TimeSpent)
  case finished(Fingerprint, StageStatus)
}
