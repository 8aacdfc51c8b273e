/// Pools for computations that run side by side, one for each; kept from one round to the next.
package final class MemoryPools {
  private var pools: [MemoryPool] = []

  package init() {}

  /// Makes sure that there are that many. Not to be called while pools are at work.
  package func prepare(_ count: Int) {
    while pools.count < count { pools.append(MemoryPool()) }
  }

  package subscript(index: Int) -> MemoryPool { pools[index] }

  /// The most that all of them have held.
  package var peakBytes: Int { pools.reduce(0) { $0 + $1.peakBytes } }
  /// Bytes asked for and not yet given back.
  package var bytesInUse: Int { pools.reduce(0) { $0 + $1.bytesInUse } }
}
