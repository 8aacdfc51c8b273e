import Dispatch
import Kernels
import Storage
import Synchronization

/// Divides the cores among the stages that run now, and notes what each got. When fewer stages than
/// cores are left, one stage gets several cores; the bytes that it computes stay the same.
package final class CoreBudget: Sendable {
  private struct Share {
    var team: WorkerTeam
    var entered: UInt64
    /// Since when it has had the cores that it has.
    var since: UInt64
    var coreSeconds = 0.0
  }

  private let cores: Int
  private let shares = Mutex<[Fingerprint: Share]>([:])

  package init(cores: Int) {
    precondition(cores > 0)
    self.cores = cores
  }

  package func enter(_ fingerprint: Fingerprint) -> WorkerTeam {
    let team = WorkerTeam(threads: 1)
    let now = DispatchTime.now().uptimeNanoseconds
    shares.withLock { shares in
      shares[fingerprint] = Share(team: team, entered: now, since: now)
      divide(&shares, at: now)
    }
    return team
  }

  /// - Returns: what the stage had.
  @discardableResult package func leave(_ fingerprint: Fingerprint) -> TimeSpent {
    let now = DispatchTime.now().uptimeNanoseconds
    return shares.withLock { shares in
      count(&shares, until: now)
      let share = shares.removeValue(forKey: fingerprint)
      divide(&shares, at: now)
      return share.map {
        TimeSpent(seconds: Double(now - $0.entered) / 1e9, coreSeconds: $0.coreSeconds)
      } ?? TimeSpent()
    }
  }

  private func count(_ shares: inout [Fingerprint: Share], until now: UInt64) {
    for (fingerprint, share) in shares {
      shares[fingerprint]?.coreSeconds +=
        Double(share.team.threads) * Double(now - min(now, share.since)) / 1e9
      shares[fingerprint]?.since = now
    }
  }

  private func divide(_ shares: inout [Fingerprint: Share], at now: UInt64) {
    guard !shares.isEmpty else { return }
    count(&shares, until: now)
    let (share, rest) = cores.quotientAndRemainder(dividingBy: shares.count)
    let ordered = shares.sorted { $0.key.description < $1.key.description }
    for (index, entry) in ordered.enumerated() {
      entry.value.team.threads = max(1, share + (index < rest ? 1 : 0))
    }
  }
}
