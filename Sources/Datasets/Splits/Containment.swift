/// Groups of texts that are parts of one another, as the phrases of a sentence are.
///
/// Two texts belong together if the words of one, `minimum` or more, stand in the other in a row.
/// Shorter texts ("a good film") stand in many sentences that have nothing else to do with one
/// another; each joins only the shortest text that contains it (the first of several), so that it
/// ties no sentences together. Words are what stands between spaces.
///
/// Time O(Σ n²) for texts of n words, memory O(texts).
enum Containment {
  static func link(_ texts: [String], minimum: Int, _ sets: inout UnionFind) {
    let words = texts.map(wordHashes)
    var longest = 0
    /// A text (the first) with exactly these words.
    var whole: [UInt64: Int] = [:]
    whole.reserveCapacity(texts.count)
    for (text, hashes) in words.enumerated() where !hashes.isEmpty {
      longest = max(longest, hashes.count)
      let hash = spanHash(hashes[...])
      if let first = whole[hash] { sets.link(first, text) } else { whole[hash] = text }
    }
    var lengths = [Bool](repeating: false, count: longest + 1)
    for hashes in words { lengths[hashes.count] = true }
    /// For a short text, the shortest text that contains it.
    var parents: [Int: Int] = [:]
    for (text, hashes) in words.enumerated() {
      for start in hashes.indices {
        var hash = spanSeed
        for end in start..<hashes.count {
          hash = extend(hash, hashes[end])
          let length = end + 1 - start
          guard lengths[length], length < hashes.count, let part = whole[hash], part != text
          else { continue }
          if length >= minimum {
            sets.link(part, text)
          } else if let parent = parents[part], words[parent].count <= hashes.count {
            continue
          } else {
            parents[part] = text
          }
        }
      }
    }
    for (part, text) in parents { sets.link(part, text) }
  }

  /// Hashes of all runs of `length` words of a text.
  static func spans(_ text: String, length: Int) -> [UInt64] {
    let hashes = wordHashes(text)
    guard hashes.count >= length else { return [] }
    return (0...hashes.count - length).map { spanHash(hashes[$0..<$0 + length]) }
  }

  private static func wordHashes(_ text: String) -> [UInt64] {
    text.utf8.split(separator: 0x20).map { word in
      word.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
  }

  private static let spanSeed: UInt64 = 0x9e37_79b9_7f4a_7c15

  private static func extend(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    var z = (hash ^ word) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 29)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 32)
  }

  private static func spanHash(_ words: ArraySlice<UInt64>) -> UInt64 {
    words.reduce(spanSeed, extend)
  }
}
