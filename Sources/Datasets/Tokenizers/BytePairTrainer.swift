/// Makes byte-level BPE vocabularies from texts (Sennrich et al. 2016, algorithm 1).
///
/// Texts are cut into words as GPT-2 cuts them. Beginning with the 256 bytes, the most frequent pair
/// of neighbours becomes the next token, of equally frequent ones the pair with the smaller left,
/// then right id, until the vocabulary is full or no pair is left. The same texts give the same
/// vocabulary, in whatever order they come. Counts are updated only where a merge changed a word;
/// the next pair comes from a heap whose entries are corrected when they surface.
package enum BytePairTrainer {
  /// - Parameter size: ids in all, at least 256; fewer come out if the texts have fewer pairs.
  package static func train(_ texts: [String], size: Int) -> BytePairTokenizer {
    precondition(size >= 256)
    var tokens = ByteAlphabet.order.map { [$0] }
    var merges: [(left: Int32, right: Int32, id: Int32)] = []
    var state = PairCounts(texts)
    while tokens.count < size, let pair = state.mostFrequent() {
      let id = Int32(tokens.count)
      tokens.append(tokens[Int(pair.left)] + tokens[Int(pair.right)])
      merges.append((pair.left, pair.right, id))
      state.merge(pair, into: id)
    }
    return BytePairTokenizer(tokens: tokens, merges: merges)
  }
}

/// Two ids that stand side by side.
private struct Pair: Hashable {
  var left: Int32
  var right: Int32
}

/// The distinct words as ids, and how often each pair of neighbours stands in them.
private struct PairCounts {
  private struct Entry {
    var count: Int
    var pair: Pair
  }

  /// The ids of each word; shrinks as they are merged.
  private var words: [[Int32]] = []
  private var frequencies: [Int] = []
  private var counts: [Pair: Int] = [:]
  /// Words that hold, or held, a pair.
  private var places: [Pair: [Int32]] = [:]
  private var heap = BinaryHeap<Entry> { left, right in
    (right.count, left.pair.left, left.pair.right)
      < (left.count, right.pair.left, right.pair.right)
  }

  init(_ texts: [String]) {
    var table = WordTable(capacity: 1 << 14)
    let splitter = GPT2Splitter()
    for var text in texts {
      text.withUTF8 { bytes in
        splitter.forEachWord(in: bytes) { range in
          guard let word = table.number(of: UnsafeBufferPointer(rebasing: bytes[range])) else {
            return
          }
          if word.isNew { frequencies.append(0) }
          frequencies[word.number] += 1
        }
      }
    }
    var ids = [Int32](repeating: 0, count: 256)
    for (id, byte) in ByteAlphabet.order.enumerated() { ids[Int(byte)] = Int32(id) }
    for word in 0..<table.count {
      words.append(table.bytes[table.range(word)].map { ids[Int($0)] })
      for i in words[word].indices.dropFirst() {
        add(Pair(left: words[word][i - 1], right: words[word][i]), frequencies[word], word)
      }
    }
    for (pair, count) in counts { heap.push(Entry(count: count, pair: pair)) }
  }

  mutating func mostFrequent() -> Pair? {
    while let entry = heap.pop() {
      let count = counts[entry.pair] ?? 0
      if count == entry.count, count > 0 { return entry.pair }
      if count > 0 { heap.push(Entry(count: count, pair: entry.pair)) }
    }
    return nil
  }

  mutating func merge(_ pair: Pair, into id: Int32) {
    let holders = places.removeValue(forKey: pair) ?? []
    var created: Set<Pair> = []
    for holder in holders { mergeWord(Int(holder), pair, id, &created) }
    counts[pair] = nil
    for new in created {
      if let count = counts[new], count > 0 { heap.push(Entry(count: count, pair: new)) }
    }
  }

  private mutating func mergeWord(
    _ word: Int, _ pair: Pair, _ id: Int32, _ created: inout Set<Pair>
  ) {
    let old = words[word]
    let frequency = frequencies[word]
    var new: [Int32] = []
    var i = 0
    while i < old.count {
      guard i + 1 < old.count, old[i] == pair.left, old[i + 1] == pair.right else {
        new.append(old[i])
        i += 1
        continue
      }
      if let before = new.last {
        subtract(Pair(left: before, right: pair.left), frequency)
        let made = Pair(left: before, right: id)
        add(made, frequency, word)
        created.insert(made)
      }
      if i + 2 < old.count {
        subtract(Pair(left: pair.right, right: old[i + 2]), frequency)
        let made = Pair(left: id, right: old[i + 2])
        add(made, frequency, word)
        created.insert(made)
      }
      new.append(id)
      i += 2
    }
    words[word] = new
  }

  private mutating func add(_ pair: Pair, _ frequency: Int, _ word: Int) {
    counts[pair, default: 0] += frequency
    if places[pair]?.last != Int32(word) { places[pair, default: []].append(Int32(word)) }
  }

  private mutating func subtract(_ pair: Pair, _ frequency: Int) {
    counts[pair, default: 0] -= frequency
  }
}
