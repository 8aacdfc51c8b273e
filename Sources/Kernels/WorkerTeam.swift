import Dispatch
import Synchronization

/// The cores that one computation may use.
///
/// Work is cut into pieces by the shape of the problem alone, never by the number of cores, and no
/// two pieces write the same place: the same bytes come out whatever `threads` is. The number may
/// change while a computation goes on (a runner gives the cores of finished cells to those left).
package final class WorkerTeam: Sendable {
  private let limit: Atomic<Int>

  package init(threads: Int = 1) {
    precondition(threads > 0)
    limit = Atomic(threads)
  }

  package var threads: Int {
    get { limit.load(ordering: .relaxed) }
    set {
      precondition(newValue > 0)
      limit.store(newValue, ordering: .relaxed)
    }
  }

  /// Calls `body` once for each of 0 ..< pieces and returns when all are done. Pieces may run in any
  /// order, at the same time, on the calling thread or another.
  package func run(pieces: Int, _ body: (Int) -> Void) {
    let threads = min(self.threads, pieces)
    guard threads > 1 else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < pieces else { return }
          body(piece)
        }
      }
    }
  }
}
