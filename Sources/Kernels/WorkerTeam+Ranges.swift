import Dispatch
import Synchronization

extension WorkerTeam {
  /// Cuts 0 ..< count into ranges of equal length and calls `body` for each.
  ///
  /// - Parameter width: the floats that one item takes; a range holds some sixteen thousand, a few
  ///   microseconds of work. The cut depends on the shape alone.
  @inline(__always)
  package func ranges(_ count: Int, width: Int, _ body: (Range<Int>) -> Void) {
    let length = WorkerTeam.rangeLength(width: width)
    if count <= length {
      if count > 0 { body(0..<count) }
      return
    }
    run(pieces: (count + length - 1) / length) { piece in
      body(piece * length..<min(count, (piece + 1) * length))
    }
  }

  /// The number of items of that width in a range: a multiple of sixteen, so that ranges of single
  /// floats begin at whole vectors.
  package static func rangeLength(width: Int) -> Int {
    max(16, 16384 / max(1, width) & ~15)
  }

  package static func rangeCount(_ count: Int, width: Int) -> Int {
    let length = rangeLength(width: width)
    return (count + length - 1) / length
  }

  /// Like `run(pieces:)`, and tells `body` which of 0 ..< workers calls it, so that each worker can
  /// have scratch memory of its own. What a piece computes must not depend on the worker.
  package func run(pieces: Int, workers: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    guard workers > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece, 0) }
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: min(workers, pieces)) { worker in
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < pieces else { return }
          body(piece, worker)
        }
      }
    }
  }
}
