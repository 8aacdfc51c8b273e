import Storage
import Testing

@testable import Experiments

@Suite struct PlanTests {
  private let laboratory = Laboratory()

  @Test func theSameWorkIsPlannedOnce() {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 2: a", "b 3: a", "c 1: a b")
    #expect(made.plan.stages.map(\.title) == ["a", "b", "c"])
    #expect(made.plan[made["b"]]?.cost == 2, "the first counts")
    #expect(made.plan[made["b"]]?.kind == "fake")
    #expect(made.plan[Fingerprint(of: "nothing")] == nil)
  }

  /// a → b → d, a → c → d, c → e
  @Test(
    arguments: [
      (["d"], [], ["a", "b", "c", "d"]), (["e"], [], ["a", "c", "e"]),
      (["d"], ["b"], ["a", "c", "d"]), (["d"], ["b", "c"], ["d"]),
      // What is there needs nothing of what it was made from.
      (["d"], ["d"], []), (["d", "e"], ["d", "c"], ["e"]), (["d", "b"], ["d"], ["a", "b"]),
      ([], [], []),
    ] as [([String], Set<String>, [String])])
  func missing(_ targets: [String], _ stored: Set<String>, _ expected: [String]) {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a", "c 1: a", "d 1: b c", "e 1: c")
    #expect(made.missing(for: targets, stored: stored) == expected)
  }
}
