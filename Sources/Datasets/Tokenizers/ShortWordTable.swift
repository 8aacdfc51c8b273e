/// Words of 1 … 16 bytes with a number each, by open addressing. The words stand in the slots
/// themselves, so that finding one costs a single access to memory.
struct ShortWordTable {
  static let longest = 16
  static let mostIDs = Int(UInt16.max)

  /// A word: its first and its last eight bytes, which overlap, and its length. Of up to seven bytes
  /// the halves of `low` overlap likewise.
  struct Key: Equatable {
    let low: UInt64
    let high: UInt64
    let length: UInt16

    @inline(__always)
    init(_ word: UnsafeBufferPointer<UInt8>) {
      let count = word.count
      precondition(count > 0 && count <= ShortWordTable.longest)
      let start = UnsafeRawPointer(word.baseAddress.unsafelyUnwrapped)
      if count >= 8 {
        low = start.loadUnaligned(as: UInt64.self)
        high = start.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      } else if count >= 4 {
        let head = start.loadUnaligned(as: UInt32.self)
        let tail = start.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
        low = UInt64(head) | UInt64(tail) << 32
        high = 0
      } else {
        low = UInt64(word[0]) | UInt64(word[count / 2]) << 8 | UInt64(word[count - 1]) << 16
        high = 0
      }
      length = UInt16(truncatingIfNeeded: count)
    }

    @inline(__always)
    var hash: Int {
      let mixed = (low ^ 0xa076_1d64_78bd_642f ^ UInt64(length) << 56)
        .multipliedFullWidth(by: high ^ 0xe703_7ed1_a0b4_28db)
      let folded = mixed.high ^ mixed.low
      return Int(truncatingIfNeeded: folded ^ folded >> 32)
    }
  }

  private struct Slot {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var value: Int32 = 0
    var count: UInt16 = 0
    /// 0 where the slot is free.
    var length: UInt16 = 0
  }

  /// A power of two long, at most half full.
  private var slots: [Slot]
  private(set) var count = 0

  init(capacity: Int = 1 << 13) {
    precondition(capacity.nonzeroBitCount == 1)
    slots = [Slot](repeating: Slot(), count: capacity)
  }

  @inline(__always)
  func find(_ key: Key) -> (value: Int32, count: Int)? {
    slots.withUnsafeBufferPointer { slots in
      var place = key.hash & (slots.count - 1)
      while true {
        let slot = slots[place]
        if slot.length == 0 { return nil }
        if slot.low == key.low, slot.high == key.high, slot.length == key.length {
          return (slot.value, Int(slot.count))
        }
        place = (place + 1) & (slots.count - 1)
      }
    }
  }

  /// - Parameter key: not in the table yet.
  mutating func insert(_ key: Key, value: Int32, count: Int) {
    if (self.count + 1) * 2 > slots.count { grow() }
    self.count += 1
    place(
      Slot(
        low: key.low, high: key.high, value: value, count: UInt16(count), length: key.length),
      hash: key.hash)
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for slot in old where slot.length > 0 {
      place(slot, hash: Key(low: slot.low, high: slot.high, length: slot.length).hash)
    }
  }

  private mutating func place(_ slot: Slot, hash: Int) {
    var place = hash & (slots.count - 1)
    while slots[place].length > 0 { place = (place + 1) & (slots.count - 1) }
    slots[place] = slot
  }
}

extension ShortWordTable.Key {
  fileprivate init(low: UInt64, high: UInt64, length: UInt16) {
    self.low = low
    self.high = high
    self.length = length
  }
}
