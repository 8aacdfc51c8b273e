import Kernels

/// Which rows go to which split.
///
/// The rule. Groups are taken in a random order that depends on the seed alone. Splits are filled one
/// after the other (`Split.takingOrder`), first with whole groups: one that holds more rows than the
/// split still lacks (of a class, if classes are balanced) is left for the next split. If the split
/// is then not full, groups are trimmed: it takes the rows that it lacks, and the rest of the group
/// goes nowhere. So every count is met exactly, no group is on two sides, and as few rows as
/// possible are given up. In the end the rows of each split are shuffled.
struct SplitAssignment {
  /// For each split, its rows.
  private(set) var rows: [Split: [Int]] = [:]
  /// Rows given up with the trimmed groups of each split.
  private(set) var trimmed: [Split: Int] = [:]

  /// - Parameters:
  ///   - groups: for each row, the number of its group, 0 ..< groupCount.
  ///   - labels: for each row, its class, 0 ..< classCount.
  ///   - balance: whether each split has as many rows of each class (the first classes one more,
  ///     if the count cannot be divided).
  ///   - place: what stands before the colon of an error.
  ///   - ranges: the rows that each split may have; nil for all.
  /// - Throws: `DatasetError` of kind `size` if a count cannot be met.
  init(
    _ splits: [Split], counts: SplitCounts, groups: [Int], groupCount: Int, labels: [Int32],
    classCount: Int, balance: Bool, seed: UInt64, place: String, ranges: RatedRows? = nil
  ) throws(DatasetError) {
    let splits = Split.takingOrder.filter { splits.contains($0) && counts[$0] > 0 }
    var members = [[Int]](repeating: [], count: groupCount)
    for (row, group) in groups.enumerated() { members[group].append(row) }
    var stream = RandomStream(seed: seed, "split/groups")
    var waiting = stream.permutation(groupCount)
    let kinds = balance ? classCount : 1
    func kind(_ row: Int) -> Int { balance ? Int(labels[row]) : 0 }

    for split in splits {
      let count = counts[split]
      var lacking = (0..<kinds).map { count / kinds + ($0 < count % kinds ? 1 : 0) }
      var chosen: [Int] = []
      var left: [Int] = []
      var needs = [Int](repeating: 0, count: kinds)
      for group in waiting {
        for row in members[group] { needs[kind(row)] += 1 }
        let fits = members[group].allSatisfy {
          needs[kind($0)] <= lacking[kind($0)] && ranges?.suits($0, split) ?? true
        }
        for row in members[group] {
          if fits { lacking[kind(row)] -= 1 }
          needs[kind(row)] = 0
        }
        if fits { chosen += members[group] } else { left.append(group) }
      }
      waiting = []
      for group in left {
        let taken = members[group].filter { row in
          guard lacking[kind(row)] > 0, ranges?.suits(row, split) ?? true else { return false }
          lacking[kind(row)] -= 1
          return true
        }
        if taken.isEmpty {
          waiting.append(group)
        } else {
          chosen += taken
          trimmed[split, default: 0] += members[group].count - taken.count
        }
      }
      guard chosen.count == count else {
        throw Self.tooFew(
          split, splits: splits, counts: counts, found: chosen.count, rows: groups.count,
          lacking: lacking, balance: balance, place: place, supply: ranges?.supply(split))
      }
      var order = RandomStream(seed: seed, "split/rows/\(split.rawValue)")
      rows[split] = order.permutation(count).map { chosen[$0] }
    }
  }

  private static func tooFew(
    _ split: Split, splits: [Split], counts: SplitCounts, found: Int, rows: Int, lacking: [Int],
    balance: Bool, place: String, supply: String?
  ) -> DatasetError {
    let wanted = splits.map { "\($0.rawValue) \(counts[$0])" }.joined(separator: ", ")
    var what = "there are \(rows) rows for \(wanted)"
    if rows >= splits.reduce(0, { $0 + counts[$1] }) {
      what += "; \(split.rawValue) gets only \(found)"
      what += balance ? " with balanced classes and whole groups" : " with whole groups"
    }
    if let supply { what += "; there are \(supply)" }
    if balance {
      let short = lacking.indices.filter { lacking[$0] > 0 }
      what += " (class \(short.map(String.init).joined(separator: ", ")) runs out)"
    }
    return DatasetError(
      .size, place, what,
      remedy: supply == nil ? "ask for fewer rows" : "ask for fewer rows or widen its range")
  }
}
