/// Sequences of token ids laid end to end, without padding.
///
/// Sequence s holds `ids[offsets[s] ..< offsets[s + 1]]`; `offsets` has one element more than there
/// are sequences, begins with 0 and ends with `ids.count`.
package struct PackedTokens: Sendable, Equatable {
  package private(set) var ids: [Int32]
  package private(set) var offsets: [Int]

  package init(ids: [Int32], offsets: [Int]) {
    precondition(offsets.first == 0 && offsets.last == ids.count, "offsets must span all ids")
    precondition(zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }, "offsets must rise")
    self.ids = ids
    self.offsets = offsets
  }

  /// No sequences.
  package init() {
    ids = []
    offsets = [0]
  }

  package init(_ sequences: some Sequence<some Collection<Int32>>) {
    self.init()
    for sequence in sequences { append(sequence) }
  }

  package mutating func append(_ sequence: some Collection<Int32>) {
    ids.append(contentsOf: sequence)
    offsets.append(ids.count)
  }

  package mutating func append(_ others: PackedTokens) {
    for sequence in 0..<others.count { append(others[sequence]) }
  }

  /// The number of sequences.
  package var count: Int { offsets.count - 1 }

  package subscript(sequence: Int) -> ArraySlice<Int32> {
    ids[offsets[sequence]..<offsets[sequence + 1]]
  }

  package func length(of sequence: Int) -> Int { offsets[sequence + 1] - offsets[sequence] }

  /// The chosen sequences in the given order.
  package func gather(_ sequences: some Collection<Int>) -> PackedTokens {
    var gathered = PackedTokens()
    gathered.offsets.reserveCapacity(sequences.count + 1)
    for sequence in sequences { gathered.append(self[sequence]) }
    return gathered
  }

  /// Every sequence cut to its first `limit` tokens. No sequence is dropped, so that models with
  /// different contexts see the same examples.
  package func truncated(to limit: Int) -> PackedTokens {
    guard (0..<count).contains(where: { length(of: $0) > limit }) else { return self }
    return PackedTokens((0..<count).map { self[$0].prefix(limit) })
  }
}
