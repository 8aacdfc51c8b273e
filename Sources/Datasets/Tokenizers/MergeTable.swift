/// Merges by pair: (left id, right id) → (rank, merged id), in one flat table.
struct MergeTable: Sendable {
  struct Merge: Sendable, Equatable {
    /// Lower ranks are merged first. `Int32.max` stands for no merge.
    var rank: Int32
    var id: Int32
  }

  private var keys: [UInt64]
  private var merges: [Merge]
  private let mask: Int
  private static let free = UInt64.max

  /// - Parameter pairs: in the order of their ranks; a pair that stands twice keeps its first rank.
  init(_ pairs: [(left: Int32, right: Int32, id: Int32)]) {
    var size = 16
    while size < pairs.count * 2 { size *= 2 }
    mask = size - 1
    keys = [UInt64](repeating: Self.free, count: size)
    merges = [Merge](repeating: Merge(rank: .max, id: -1), count: size)
    for (rank, pair) in pairs.enumerated() {
      let slot = slot(Self.key(pair.left, pair.right))
      guard keys[slot] == Self.free else { continue }
      keys[slot] = Self.key(pair.left, pair.right)
      merges[slot] = Merge(rank: Int32(rank), id: pair.id)
    }
  }

  @inline(__always)
  func merge(_ left: Int32, _ right: Int32) -> Merge { merges[slot(Self.key(left, right))] }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    var hash = key &* 0x9e37_79b9_7f4a_7c15
    hash ^= hash >> 32
    var slot = Int(truncatingIfNeeded: hash) & mask
    while keys[slot] != key, keys[slot] != Self.free { slot = (slot + 1) & mask }
    return slot
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }
}
