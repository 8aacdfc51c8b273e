import Kernels
import Storage
import Testing

@testable import Experiments

@Suite struct CoreBudgetTests {
  private let fingerprints = (0..<5).map { Fingerprint(of: "stage \($0)") }

  /// Cores, and how they are shared by as many stages.
  @Test(arguments: [
    (1, 1, [1]), (8, 1, [8]), (8, 2, [4, 4]), (8, 3, [3, 3, 2]), (2, 5, [1, 1, 1, 1, 1]),
    (5, 4, [2, 1, 1, 1]),
  ])
  func sharesOutAllCores(_ cores: Int, _ stages: Int, _ shares: [Int]) {
    let budget = CoreBudget(cores: cores)
    let teams = fingerprints.prefix(stages).map { budget.enter($0) }
    #expect(teams.map(\.threads).sorted(by: >) == shares)
  }

  @Test func coresOfFinishedStagesGoToTheOthers() {
    let budget = CoreBudget(cores: 6)
    let teams = fingerprints.prefix(3).map { budget.enter($0) }
    #expect(teams.map(\.threads) == [2, 2, 2])
    budget.leave(fingerprints[1])
    #expect([teams[0].threads, teams[2].threads] == [3, 3])
    budget.leave(fingerprints[0])
    #expect(teams[2].threads == 6)
    budget.leave(fingerprints[2])
    #expect(budget.enter(fingerprints[3]).threads == 6)
  }
}
