import Dispatch
import Synchronization

/// Says when the next saved state is due.
final class StateTimer: Sendable {
  private let interval: UInt64
  private let last: Atomic<UInt64>

  /// - Parameter interval: in seconds; 0 means always.
  init(interval: Double) {
    self.interval = UInt64(max(0, interval) * 1e9)
    last = Atomic(DispatchTime.now().uptimeNanoseconds)
  }

  var isDue: Bool {
    DispatchTime.now().uptimeNanoseconds - last.load(ordering: .relaxed) >= interval
  }

  func restart() { last.store(DispatchTime.now().uptimeNanoseconds, ordering: .relaxed) }
}
