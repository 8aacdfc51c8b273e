import Storage
import Synchronization
import Testing

@testable import Experiments

@Suite struct RunProgressTests {
  /// Two cells on a common beginning: what a watcher sees while stages begin, go on, end and fail.
  @Test func followsTheCells() throws {
    let laboratory = Laboratory()
    defer { laboratory.close() }
    var made = laboratory.plan("data 1", "one 2: data", "two 2: data", "three 1: two")
    func cell(_ target: String) -> Experiments.Cell {
      let role = Experiments.Cell.Role(selection: .final, test: made[target])
      return Experiments.Cell(
        method: "finetune", supervisor: "a", student: target, seed: 0, selection: .final,
        task: made["data"], supervisorRole: role, studentRole: role, ceilingRole: role)
    }
    made.plan.cells = [cell("one"), cell("three")]
    let seen = Mutex<[Progress]>([])
    let progress = RunProgress(
      plan: made.plan, missing: made.all.subtracting([made["data"]]),
      watcher: { report in seen.withLock { $0.append(report) } })
    func last() -> Progress? { seen.withLock { $0.last } }

    progress.receive(.finished(made["data"], .cached))
    #expect(last() == Progress(cellsDone: 0, cells: 2))
    progress.receive(.started(made["two"]))
    progress.receive(.started(made["one"]))
    progress.receive(.progress(made["one"], 0.25))
    #expect(
      last()?.running == [.init(title: "two", fraction: 0), .init(title: "one", fraction: 0.25)])
    progress.receive(.finished(made["one"], .done(seconds: 1)))
    #expect(last()?.cellsDone == 1 && last()?.running.map(\.title) == ["two"])
    let failure = Failure(message: "no", cause: .computation)
    progress.receive(.finished(made["two"], .failed(failure)))
    progress.receive(.finished(made["three"], .blocked(by: made["two"])))
    #expect(last() == Progress(cellsDone: 1, cells: 2, cellsFailed: 1))
  }
}
