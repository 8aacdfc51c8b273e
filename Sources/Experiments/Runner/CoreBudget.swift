import Kernels
import Storage
import Synchronization

/// Divides the cores among the stages that run now. When fewer stages than cores are left, one
/// stage gets several cores; the bytes that it computes stay the same.
package final class CoreBudget: Sendable {
  private let cores: Int
  private let teams = Mutex<[Fingerprint: WorkerTeam]>([:])

  package init(cores: Int) {
    precondition(cores > 0)
    self.cores = cores
  }

  package func enter(_ fingerprint: Fingerprint) -> WorkerTeam {
    let team = WorkerTeam(threads: 1)
    teams.withLock { teams in
      teams[fingerprint] = team
      divide(teams)
    }
    return team
  }

  package func leave(_ fingerprint: Fingerprint) {
    teams.withLock { teams in
      teams[fingerprint] = nil
      divide(teams)
    }
  }

  private func divide(_ teams: [Fingerprint: WorkerTeam]) {
    guard !teams.isEmpty else { return }
    let (share, rest) = cores.quotientAndRemainder(dividingBy: teams.count)
    let ordered = teams.sorted { $0.key.description < $1.key.description }
    for (index, entry) in ordered.enumerated() {
      entry.value.threads = max(1, share + (index < rest ? 1 : 0))
    }
  }
}
