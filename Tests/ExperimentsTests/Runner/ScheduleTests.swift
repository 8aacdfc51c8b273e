import Storage
import Testing

@testable import Experiments

@Suite struct ScheduleTests {
  private let laboratory = Laboratory()

  private func schedule(_ made: FakePlan, cached: Set<String> = []) -> Schedule {
    Schedule(plan: made.plan, missing: made.all.filter { !cached.contains(made.name($0)) })
  }

  /// Runs one stage at a time to the end.
  private func order(_ made: FakePlan, cached: Set<String> = []) -> [String] {
    var schedule = schedule(made, cached: cached)
    var order: [String] = []
    while let next = schedule.next() {
      order.append(next.title)
      _ = schedule.settle(next.fingerprint, .done(seconds: 0))
    }
    return order
  }

  /// Behind b lies a chain of 9, behind c one of 7, d stands alone.
  @Test func theLongestChainComesFirst() {
    defer { laboratory.close() }
    let made = laboratory.plan(
      "a 1", "d 6: a", "c 2: a", "b 1: a", "c2 5: c", "b2 3: b", "b3 5: b2")
    #expect(order(made) == ["a", "b", "b2", "c", "d", "c2", "b3"])
  }

  @Test func ofEqualsTheFirstOfThePlan() {
    defer { laboratory.close() }
    #expect(order(laboratory.plan("z 1", "a 1", "m 1")) == ["z", "a", "m"])
  }

  @Test func whatIsThereIsNotTaken() {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a", "c 1: b")
    #expect(order(made, cached: ["a", "b"]) == ["c"])
    #expect(schedule(made, cached: ["a", "b"]).cached == [made["a"], made["b"]])
  }

  @Test func nothingIsReadyWhileItsNeedsRun() {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1", "c 1: a b")
    var schedule = schedule(made)
    #expect(schedule.next()?.title == "a")
    #expect(schedule.next()?.title == "b")
    #expect(schedule.next() == nil)
    _ = schedule.settle(made["a"], .done(seconds: 1))
    #expect(schedule.next() == nil)
    _ = schedule.settle(made["b"], .done(seconds: 1))
    #expect(schedule.next()?.title == "c")
  }

  @Test func aFailureBlocksWhatNeedsIt() {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a", "c 1: b", "d 1", "e 1: c d")
    var schedule = schedule(made)
    _ = schedule.next()
    let failure = Failure(message: "no", cause: .computation)
    let changes = schedule.settle(made["a"], .failed(failure))
    #expect(changes.map { made.name($0.0) } == ["a", "b", "c", "e"])
    #expect(changes.dropFirst().allSatisfy { $0.1 == .blocked(by: made["a"]) })
    #expect(schedule.hasFailure)
    #expect(schedule.next()?.title == "d")
    #expect(schedule.next() == nil)
  }

  @Test func whatDidNotBeginIsUnfinished() {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a")
    var schedule = schedule(made)
    _ = schedule.next()
    _ = schedule.settle(made["a"], .stopped)
    #expect(schedule.next() == nil)
    #expect(
      schedule.statuses(unfinished: .stopped) == [made["a"]: .stopped, made["b"]: .stopped])
  }
}
