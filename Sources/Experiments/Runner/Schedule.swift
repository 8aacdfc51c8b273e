import Storage
import WeakToStrong

/// Which stage comes next: among those whose needs are met, the one with the most work behind it.
struct Schedule {
  private let plan: Plan
  private var waiting: Set<Fingerprint>
  private var settled: [Fingerprint: StageStatus] = [:]
  /// The cost of a stage and of the longest chain of stages that wait for it.
  private let priorities: [Fingerprint: Double]

  init(plan: Plan, missing: Set<Fingerprint>) {
    self.plan = plan
    waiting = missing
    var priorities: [Fingerprint: Double] = [:]
    for planned in plan.stages.reversed() where missing.contains(planned.fingerprint) {
      let behind = priorities[planned.fingerprint, default: 0]
      priorities[planned.fingerprint] = behind + planned.cost
      for dependency in planned.stage.dependencies {
        priorities[dependency] = max(priorities[dependency, default: 0], behind + planned.cost)
      }
    }
    self.priorities = priorities
    for planned in plan.stages where !missing.contains(planned.fingerprint) {
      settled[planned.fingerprint] = .cached
    }
  }

  var cached: [Fingerprint] {
    plan.stages.map(\.fingerprint).filter { settled[$0] == .cached }
  }

  var hasFailure: Bool {
    settled.values.contains { status in
      if case .failed = status { true } else { false }
    }
  }

  /// Takes the next stage that can run, if there is one.
  mutating func next() -> PlannedStage? {
    let ready = plan.stages.filter { planned in
      waiting.contains(planned.fingerprint)
        && planned.stage.dependencies.allSatisfy { settled[$0]?.isAvailable == true }
    }
    let first = ready.max { left, right in
      (priorities[left.fingerprint] ?? 0) < (priorities[right.fingerprint] ?? 0)
    }
    guard let first else { return nil }
    waiting.remove(first.fingerprint)
    return first
  }

  /// Notes what became of a stage, and of those that can no longer run because of it.
  mutating func settle(
    _ fingerprint: Fingerprint, _ status: StageStatus
  ) -> [(Fingerprint, StageStatus)] {
    settled[fingerprint] = status
    var changes = [(fingerprint, status)]
    guard case .failed = status else { return changes }
    for planned in plan.stages where waiting.contains(planned.fingerprint) {
      guard let culprit = culprit(of: planned) else { continue }
      waiting.remove(planned.fingerprint)
      settled[planned.fingerprint] = .blocked(by: culprit)
      changes.append((planned.fingerprint, .blocked(by: culprit)))
    }
    return changes
  }

  /// The failed stage that keeps this one from running.
  private func culprit(of planned: PlannedStage) -> Fingerprint? {
    for dependency in planned.stage.dependencies {
      switch settled[dependency] {
      case .failed: return dependency
      case .blocked(let by): return by
      default: continue
      }
    }
    return nil
  }

  func statuses(unfinished: StageStatus) -> [Fingerprint: StageStatus] {
    var statuses = settled
    for fingerprint in waiting { statuses[fingerprint] = unfinished }
    return statuses
  }
}
