/// Where a computation spends its time: seconds by operation.
///
/// Of computations that run side by side the seconds of each count.
///
/// A stopwatch with laps: what has passed since the lap before belongs to the operation that is
/// named. Operations of a tape report themselves; others call `lap` when they are done.
package final class OperationProfile {
  package enum Phase: Sendable { case forward, backward, other }

  package struct Entry: Sendable, Equatable {
    package var operation: String
    package var calls = 0
    package var forwardSeconds = 0.0
    package var backwardSeconds = 0.0
    /// Of what is neither: batches, the optimizer.
    package var otherSeconds = 0.0

    package var seconds: Double { forwardSeconds + backwardSeconds + otherSeconds }
  }

  private struct Key: Hashable {
    let operation: UnsafePointer<UInt8>
    let columns: Int
  }

  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var laps: [Key: Entry] = [:]
  private var children: [OperationProfile] = []

  package init() { last = clock.now }

  /// Forgets everything and begins anew.
  package func start() {
    laps.removeAll()
    for child in children { child.start() }
    last = clock.now
  }

  /// What has passed since the last lap is nobody's.
  package func resume() { last = clock.now }

  /// A stopwatch for a computation that runs beside others; its laps count here too.
  package func child() -> OperationProfile {
    let child = OperationProfile()
    children.append(child)
    return child
  }

  /// - Parameters:
  ///   - operation: of a function's name, what stands before its arguments.
  ///   - columns: of the output; operations on outputs of different widths are told apart.
  package func lap(_ operation: StaticString, columns: Int = 0, _ phase: Phase) {
    let now = clock.now
    let seconds = (now - last) / .seconds(1)
    last = now
    let key = Key(operation: operation.utf8Start, columns: columns)
    var entry = laps[key] ?? Entry(operation: Self.name(operation, columns))
    switch phase {
    case .forward:
      entry.calls += 1
      entry.forwardSeconds += seconds
    case .backward: entry.backwardSeconds += seconds
    case .other:
      entry.calls += 1
      entry.otherSeconds += seconds
    }
    laps[key] = entry
  }

  /// The most expensive first.
  package var entries: [Entry] {
    var merged: [String: Entry] = [:]
    for entry in Array(laps.values) + children.flatMap(\.entries) {
      var sum = merged[entry.operation] ?? Entry(operation: entry.operation)
      sum.calls += entry.calls
      sum.forwardSeconds += entry.forwardSeconds
      sum.backwardSeconds += entry.backwardSeconds
      sum.otherSeconds += entry.otherSeconds
      merged[entry.operation] = sum
    }
    return merged.values.sorted { ($1.seconds, $0.operation) < ($0.seconds, $1.operation) }
  }

  private static func name(_ operation: StaticString, _ columns: Int) -> String {
    let name = operation.description.prefix { $0 != "(" }
    return columns == 0 ? String(name) : "\(name) → \(columns)"
  }
}
