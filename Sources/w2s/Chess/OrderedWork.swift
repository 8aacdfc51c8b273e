import Dispatch
import Foundation
import Synchronization

/// Makes records 0, 1, 2 … side by side and hands them over one after the other, in their order.
///
/// Which worker makes which record is left to chance: a record must depend on its number alone.
final class OrderedWork<Record: Sendable>: Sendable {
  /// Makes the record of a number. A worker has one of its own, for what it keeps (an engine).
  typealias Maker = (Int) throws -> Record

  private struct State {
    var next: Int
    var ready: [Int: Result<Record, any Error>] = [:]
    var active = 0
    var isStopping = false
    /// Why a worker could not begin.
    var failure: (any Error)?
  }

  private let end: Int
  private let state: Mutex<State>
  private let news = DispatchSemaphore(value: 0)
  private let shouldStop: @Sendable () -> Bool

  private init(_ numbers: Range<Int>, shouldStop: @escaping @Sendable () -> Bool) {
    end = numbers.upperBound
    state = Mutex(State(next: numbers.lowerBound))
    self.shouldStop = shouldStop
  }

  /// Returns when all records were taken, `take` wants no more, or `shouldStop` said so.
  ///
  /// - Parameters:
  ///   - worker: called once on each worker's thread.
  ///   - take: called on this thread, in order; false ends the work.
  /// - Throws: the error of the first record that could not be made, after those before it are taken.
  static func run(
    _ numbers: Range<Int>, workers: Int, shouldStop: @escaping @Sendable () -> Bool,
    worker: @escaping @Sendable () throws -> Maker, take: (Int, Record) throws -> Bool
  ) throws {
    let work = OrderedWork(numbers, shouldStop: shouldStop)
    let count = max(1, min(workers, numbers.count))
    work.state.withLock { $0.active = count }
    for _ in 0..<count {
      let thread = Thread { work.serve(worker) }
      thread.stackSize = 4 << 20
      thread.start()
    }
    defer { work.end(waitingFor: count) }
    var number = numbers.lowerBound
    while number < numbers.upperBound {
      let (result, isOver, failure) = work.state.withLock { state in
        (state.ready.removeValue(forKey: number), state.active == 0, state.failure)
      }
      if let result {
        guard try take(number, result.get()) else { return }
        number += 1
      } else if isOver {
        if let failure { throw failure }
        return
      } else {
        work.news.wait()
      }
    }
  }

  private func serve(_ worker: () throws -> Maker) {
    do {
      let make = try worker()
      while let number = next() {
        let result = Result { try make(number) }
        state.withLock { state in
          state.ready[number] = result
          if case .failure = result { state.isStopping = true }
        }
        news.signal()
      }
    } catch {
      state.withLock { state in
        state.failure = error
        state.isStopping = true
      }
    }
    state.withLock { $0.active -= 1 }
    news.signal()
  }

  private func next() -> Int? {
    let stops = shouldStop()
    return state.withLock { state in
      guard !stops, !state.isStopping, state.next < end else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// Lets every worker finish what it has in hand.
  private func end(waitingFor count: Int) {
    state.withLock { $0.isStopping = true }
    while state.withLock({ $0.active > 0 }) { news.wait() }
  }
}
