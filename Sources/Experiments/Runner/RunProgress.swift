import Dispatch
import Storage
import Synchronization

/// Follows the events of a runner and tells a watcher how far the run has come.
final class RunProgress: Sendable {
  private struct State {
    var statuses: [Fingerprint: StageStatus] = [:]
    var fractions: [Fingerprint: Double] = [:]
    var order: [Fingerprint] = []
    var spent: [Fingerprint: TimeSpent] = [:]
  }

  private let plan: Plan
  private let missing: Set<Fingerprint>
  private let totalCost: Double
  private let start = DispatchTime.now().uptimeNanoseconds
  private let state = Mutex(State())
  private let watcher: @Sendable (Progress) -> Void

  init(
    plan: Plan, missing: Set<Fingerprint>, watcher: @escaping @Sendable (Progress) -> Void
  ) {
    self.plan = plan
    self.missing = missing
    self.watcher = watcher
    totalCost = plan.stages.filter { missing.contains($0.fingerprint) }.map(\.cost).reduce(0, +)
  }

  func receive(_ event: RunnerEvent) {
    let progress = state.withLock { state in
      switch event {
      case .started(let fingerprint):
        state.fractions[fingerprint] = 0
        state.order.append(fingerprint)
      case .progress(let fingerprint, let fraction):
        state.fractions[fingerprint] = fraction
      case .spent(let fingerprint, let time):
        state.spent[fingerprint] = time
      case .finished(let fingerprint, let status):
        state.statuses[fingerprint] = status
        state.fractions[fingerprint] = nil
        state.order.removeAll { $0 == fingerprint }
      }
      return current(state)
    }
    watcher(progress)
  }

  /// What the stages took that were started.
  var spent: [Fingerprint: TimeSpent] { state.withLock { $0.spent } }

  /// Everything has run; what comes now takes a while too.
  func enter(phase: String) {
    let progress = state.withLock { state in
      var progress = current(state)
      progress.secondsLeft = nil
      progress.phase = phase
      return progress
    }
    watcher(progress)
  }

  private func current(_ state: State) -> Progress {
    let needs = plan.goals.map(\.targets)
    let done = needs.filter { targets in
      targets.allSatisfy {
        !missing.contains($0) || state.statuses[$0]?.isAvailable == true
      }
    }
    let failed = needs.filter { targets in
      targets.contains { fingerprint in
        switch state.statuses[fingerprint] {
        case .failed, .blocked: true
        default: false
        }
      }
    }
    let running = state.order.compactMap { fingerprint in
      plan[fingerprint].map {
        Progress.Running(title: $0.title, fraction: state.fractions[fingerprint] ?? 0)
      }
    }
    return Progress(
      cellsDone: done.count, cells: needs.count, cellsFailed: failed.count, running: running,
      secondsLeft: secondsLeft(state))
  }

  private func secondsLeft(_ state: State) -> Double? {
    guard totalCost > 0 else { return nil }
    let settled = missing.filter { state.statuses[$0] != nil }
    guard settled.count < missing.count else { return nil }
    var done = settled.compactMap { plan[$0]?.cost }.reduce(0, +)
    for (fingerprint, fraction) in state.fractions {
      done += (plan[fingerprint]?.cost ?? 0) * fraction
    }
    let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    return Progress.secondsLeft(elapsed: elapsed, share: done / totalCost)
  }
}
