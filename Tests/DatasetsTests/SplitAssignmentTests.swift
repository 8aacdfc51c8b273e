import Testing

@testable import Datasets

@Suite struct SplitAssignmentTests {
  /// Rows in groups of 1 … 6, labels that lean to class 0.
  private func pool(_ seed: UInt64, rows: Int) -> (groups: [Int], count: Int, labels: [Int32]) {
    var generator = SplitMix(state: seed)
    var groups: [Int] = []
    var group = 0
    while groups.count < rows {
      let size = Int.random(in: 1...6, using: &generator)
      groups += [Int](repeating: group, count: min(size, rows - groups.count))
      group += 1
    }
    let labels = groups.map { _ in Int32(Double.random(in: 0..<1, using: &generator) < 0.6 ? 0 : 1)
    }
    return (groups.shuffled(using: &generator), group, labels)
  }

  private func assign(
    _ pool: (groups: [Int], count: Int, labels: [Int32]), _ counts: SplitCounts, balance: Bool,
    seed: UInt64
  ) throws -> SplitAssignment {
    try SplitAssignment(
      Split.takingOrder, counts: counts, groups: pool.groups, groupCount: pool.count,
      labels: pool.labels, classCount: 2, balance: balance, seed: seed, place: "data")
  }

  static let seeds: Range<UInt64> = 0..<20

  @Test(arguments: seeds, [false, true])
  func countsAreExactAndNoGroupStraddles(seed: UInt64, balance: Bool) throws {
    let pool = pool(seed, rows: 1000)
    let counts = SplitCounts(supervisor: 251, transfer: 250, validation: 33, test: 100)
    let assignment = try assign(pool, counts, balance: balance, seed: seed)
    var splitOfGroup: [Int: Split] = [:]
    var seen: Set<Int> = []
    for split in Split.allCases {
      let rows = try #require(assignment.rows[split])
      #expect(rows.count == counts[split])
      for row in rows {
        #expect(seen.insert(row).inserted)
        #expect(splitOfGroup.updateValue(split, forKey: pool.groups[row]) ?? split == split)
      }
      if balance {
        let ones = rows.count { pool.labels[$0] == 1 }
        #expect(ones == counts[split] / 2)
      }
    }
    let again = try assign(pool, counts, balance: balance, seed: seed)
    #expect(again.rows == assignment.rows)
    let other = try assign(pool, counts, balance: balance, seed: seed + 100)
    #expect(other.rows != assignment.rows)
  }

  @Test(arguments: seeds)
  func theTestSplitDoesNotDependOnTheOthers(seed: UInt64) throws {
    let pool = pool(seed, rows: 1000)
    let small = try assign(
      pool, SplitCounts(supervisor: 10, transfer: 20, validation: 0, test: 100), balance: true,
      seed: seed)
    let large = try assign(
      pool, SplitCounts(supervisor: 250, transfer: 220, validation: 50, test: 100), balance: true,
      seed: seed)
    #expect(small.rows[.test] == large.rows[.test])
    #expect(small.rows[.validation] == nil)
  }

  @Test func everyRowCanBeUsed() throws {
    let pool = (groups: Array(0..<100), count: 100, labels: (0..<100).map { Int32($0 % 2) })
    let counts = SplitCounts(supervisor: 40, transfer: 40, validation: 10, test: 10)
    let assignment = try assign(pool, counts, balance: true, seed: 3)
    #expect(Set(assignment.rows.values.joined()) == Set(0..<100))
    #expect(assignment.trimmed.isEmpty)
  }

  /// A group that is larger than what a split lacks is left for another.
  @Test(arguments: seeds)
  func largeGroupsAreNotTrimmedWithoutNeed(seed: UInt64) throws {
    let groups = [Int](repeating: 0, count: 50) + (1...60).map { $0 }
    let pool = (groups: groups, count: 61, labels: [Int32](repeating: 0, count: 110))
    let counts = SplitCounts(supervisor: 40, transfer: 60, validation: 0, test: 10)
    let assignment = try assign(pool, counts, balance: false, seed: seed)
    #expect(assignment.trimmed.isEmpty)
  }

  @Test(arguments: [
    (
      false, SplitCounts(supervisor: 4, transfer: 4, validation: 0, test: 4),
      "data: there are 10 rows for test 4, supervisor 4, transfer 4; ask for fewer rows"
    ),
    (
      true, SplitCounts(supervisor: 0, transfer: 4, validation: 0, test: 4),
      "data: there are 10 rows for test 4, transfer 4; transfer gets only 3 with balanced classes "
        + "and whole groups (class 1 runs out); ask for fewer rows"
    ),
  ])
  func saysHowManyRowsThereAre(balance: Bool, counts: SplitCounts, expected: String) {
    let pool = (
      groups: Array(0..<10), count: 10, labels: (0..<10).map { Int32($0 < 7 ? 0 : 1) }
    )
    let error = #expect(throws: DatasetError.self) {
      _ = try assign(pool, counts, balance: balance, seed: 0)
    }
    #expect(error?.kind == .size)
    #expect(error?.description == expected)
  }
}
