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

extension WorkerTeamTests {
  @Test(arguments: [(0, 1), (1, 1), (5, 100_000), (16384, 1), (16385, 1), (100_000, 3)])
  func rangesCoverEverythingOnce(_ shape: (Int, Int)) {
    let (count, width) = shape
    let team = WorkerTeam(threads: 3)
    let seen = Mutex<[Range<Int>]>([])
    team.ranges(count, width: width) { range in seen.withLock { $0.append(range) } }
    let sorted = seen.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound }
    #expect(sorted.flatMap { Array($0) } == Array(0..<count))
    #expect(sorted.count == WorkerTeam.rangeCount(count, width: width))
    for range in sorted {
      #expect(range.lowerBound % WorkerTeam.rangeLength(width: width) == 0)
    }
  }

  @Test(arguments: [1, 2, 3]) func workersAreFewerThanAskedFor(workers: Int) {
    let team = WorkerTeam(threads: workers)
    let counts = Mutex([Int](repeating: 0, count: 50))
    team.run(pieces: 50, workers: workers) { piece, worker in
      #expect(worker >= 0 && worker < workers)
      counts.withLock { $0[piece] += 1 }
    }
    #expect(counts.withLock { $0 } == [Int](repeating: 1, count: 50))
  }
}
