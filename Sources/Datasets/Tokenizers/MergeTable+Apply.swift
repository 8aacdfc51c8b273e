extension MergeTable {
  /// Merges the symbols of one word: again and again the pair of lowest rank, the leftmost of equals.
  /// Appends what is left to `ids`.
  ///
  /// Short words: a scan for each merge, O(n²) with a tiny constant. Long ones (a run of thousands of
  /// spaces): a heap, O(n log n).
  func apply(_ symbols: [Int32], into ids: inout [Int32], scanAtMost: Int = 48) {
    if symbols.count <= scanAtMost { scan(symbols, &ids) } else { heap(symbols, &ids) }
  }

  private func scan(_ symbols: [Int32], _ ids: inout [Int32]) {
    var symbols = symbols
    guard symbols.count > 1 else {
      ids += symbols
      return
    }
    var merges = (1..<symbols.count).map { merge(symbols[$0 - 1], symbols[$0]) }
    while true {
      var best = Int32.max
      var place = 0
      for i in merges.indices where merges[i].rank < best { (best, place) = (merges[i].rank, i) }
      guard best < .max else { break }
      symbols[place] = merges[place].id
      symbols.remove(at: place + 1)
      merges.remove(at: place)
      if place > 0 { merges[place - 1] = merge(symbols[place - 1], symbols[place]) }
      if place < merges.count { merges[place] = merge(symbols[place], symbols[place + 1]) }
    }
    ids += symbols
  }

  private struct Candidate {
    var rank: Int32
    var place: Int
    var id: Int32

    static func < (left: Candidate, right: Candidate) -> Bool {
      (left.rank, left.place) < (right.rank, right.place)
    }
  }

  private func heap(_ symbols: [Int32], _ ids: inout [Int32]) {
    var symbols = symbols
    let count = symbols.count
    // A linked list of the symbols that are left; a symbol that was merged away is −1.
    var next = (0..<count).map { $0 + 1 }
    var previous = (0..<count).map { $0 - 1 }
    var candidates = BinaryHeap<Candidate>(precedes: { $0 < $1 })
    func consider(_ place: Int) {
      guard place >= 0, next[place] < count else { return }
      let found = merge(symbols[place], symbols[next[place]])
      guard found.rank < .max else { return }
      candidates.push(Candidate(rank: found.rank, place: place, id: found.id))
    }
    for place in 0..<count { consider(place) }
    while let candidate = candidates.pop() {
      let place = candidate.place
      guard symbols[place] >= 0, next[place] < count,
        merge(symbols[place], symbols[next[place]])
          == Merge(rank: candidate.rank, id: candidate.id)
      else { continue }
      let gone = next[place]
      symbols[place] = candidate.id
      symbols[gone] = -1
      next[place] = next[gone]
      if next[place] < count { previous[next[place]] = place }
      consider(previous[place])
      consider(place)
    }
    ids += symbols.filter { $0 >= 0 }
  }
}
