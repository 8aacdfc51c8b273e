import Synchronization
import Testing

@testable import Kernels

@Suite struct WorkerTeamTests {
  @Test(arguments: [1, 2, 5]) func runsEveryPieceOnce(threads: Int) {
    let team = WorkerTeam(threads: threads)
    let counts = Mutex([Int](repeating: 0, count: 100))
    team.run(pieces: 100) { piece in counts.withLock { $0[piece] += 1 } }
    #expect(counts.withLock { $0 } == [Int](repeating: 1, count: 100))
  }

  @Test func threadsCanChangeBetweenRuns() {
    let team = WorkerTeam(threads: 1)
    team.threads = 3
    #expect(team.threads == 3)
  }
}
