/// A named stream of counter-based random numbers.
///
/// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): the n-th
/// number is a function of (seed, name, index, n) alone, so that a draw depends on neither the order
/// of other draws nor the number of workers, and a run resumes by naming its streams again.
package struct RandomStream: RandomNumberGenerator, Sendable, Equatable {
  let key: SIMD2<UInt32>
  let index: UInt64
  private(set) var counter: UInt64 = 0
  private var block = SIMD4<UInt32>(repeating: 0)
  private var used = 4

  /// - Parameters:
  ///   - seed: of the experiment cell.
  ///   - name: what the numbers are for, for example `"initialization/blocks.0.attention"`.
  ///   - index: one of many streams of that name (an epoch, a bootstrap draw).
  package init(seed: UInt64, _ name: String, index: UInt64 = 0) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    let mixed = splitMix(splitMix(seed) ^ hash)
    key = SIMD2(UInt32(truncatingIfNeeded: mixed), UInt32(truncatingIfNeeded: mixed >> 32))
    self.index = index
  }

  package mutating func next32() -> UInt32 {
    if used == 4 {
      block = philox(
        counter: SIMD4(
          UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
          UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32)),
        key: key)
      counter += 1
      used = 0
    }
    defer { used += 1 }
    return block[used]
  }

  package mutating func next() -> UInt64 {
    let low = UInt64(next32())
    return low | UInt64(next32()) << 32
  }

  /// Whether the next number begins a block: the four numbers of `counter`.
  var isAtBlock: Bool { used == 4 }

  /// Leaves out `count` blocks.
  mutating func skip(blocks count: Int) {
    precondition(isAtBlock, "a block is half used")
    counter += UInt64(count)
  }

  /// Uniform in [0, 1), 24 bits.
  package mutating func uniform() -> Float { Float(next32() >> 8) * 0x1p-24 }

  /// Uniform in [0, 1), 53 bits.
  package mutating func uniformDouble() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in 0 ..< bound, without bias (Lemire 2019).
  package mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next(upperBound: UInt64(bound)))
  }

  /// A permutation of 0 ..< count (Fisher–Yates).
  package mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }
}

private func splitMix(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9e37_79b9_7f4a_7c15
  z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}

/// Ten rounds of Philox 4×32.
func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var (c, k) = (counter, key)
  for round in 0..<10 {
    if round > 0 { k = k &+ SIMD2(0x9e37_79b9, 0xbb67_ae85) }
    let a = UInt64(0xd251_1f53) * UInt64(c[0])
    let b = UInt64(0xcd9e_8d57) * UInt64(c[2])
    c = SIMD4(
      UInt32(truncatingIfNeeded: b >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: b),
      UInt32(truncatingIfNeeded: a >> 32) ^ c[3] ^ k[1], UInt32(truncatingIfNeeded: a))
  }
  return c
}
