import Kernels

/// For each example the continuations of its sequence that there are to choose from: two tokens each.
///
/// Those of example e are `pairs[offsets[e] ..< offsets[e + 1]]`. Its branches are their different
/// first tokens, ascending: what a model reads after the sequence to know how probable they are.
package struct Continuations: Sendable, Equatable {
  package struct Pair: Hashable, Sendable {
    package var first: Int32
    package var second: Int32

    package init(_ first: Int32, _ second: Int32) {
      self.first = first
      self.second = second
    }
  }

  package private(set) var pairs: [Pair]
  package private(set) var offsets: [Int]
  package private(set) var branches: PackedTokens

  /// No examples.
  package init() {
    (pairs, offsets, branches) = ([], [0], PackedTokens())
  }

  package init(_ examples: some Sequence<some Collection<Pair>>) {
    self.init()
    for example in examples { append(example) }
  }

  /// - Parameters:
  ///   - ids: first and second token of each continuation in turn.
  ///   - offsets: where the continuations of each example begin, and where the last one's end.
  package init(ids: [Int32], offsets: [Int]) {
    precondition(
      offsets.first == 0 && offsets.last == ids.count / 2 && ids.count.isMultiple(of: 2),
      "offsets must span all pairs")
    self.init()
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      append((start..<end).map { Pair(ids[2 * $0], ids[2 * $0 + 1]) })
    }
  }

  package mutating func append(_ example: some Collection<Pair>) {
    pairs.append(contentsOf: example)
    offsets.append(pairs.count)
    branches.append(Set(example.map(\.first)).sorted())
  }

  /// The number of examples.
  package var count: Int { offsets.count - 1 }

  package subscript(example: Int) -> ArraySlice<Pair> {
    pairs[offsets[example]..<offsets[example + 1]]
  }

  /// How many continuations an example has.
  package func length(of example: Int) -> Int { offsets[example + 1] - offsets[example] }

  /// The chosen examples in the given order.
  package func gather(_ examples: some Collection<Int>) -> Continuations {
    var gathered = Continuations()
    for example in examples {
      gathered.pairs += self[example]
      gathered.offsets.append(gathered.pairs.count)
    }
    gathered.branches = branches.gather(examples)
    return gathered
  }

  /// The branches of an example and which of its continuations each begins.
  func tree(of example: Int) -> [ContinuationLogits.Branch] {
    var tree = branches[example].map {
      ContinuationLogits.Branch(first: Int($0), places: [], seconds: [])
    }
    for (place, pair) in self[example].enumerated() {
      guard let branch = tree.firstIndex(where: { $0.first == Int(pair.first) }) else {
        continue
      }
      tree[branch].places.append(place)
      tree[branch].seconds.append(Int(pair.second))
    }
    return tree
  }
}
