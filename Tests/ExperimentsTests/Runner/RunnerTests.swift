import Datasets
import Foundation
import Storage
import Synchronization
import Testing
import WeakToStrong

@testable import Experiments

@Suite struct RunnerTests {
  private struct Refusal: Error, CustomStringConvertible {
    var description: String { "a.csv:3: no; do" }
  }

  private let laboratory = Laboratory()

  private func run(
    _ made: FakePlan, workers: Int = 2, failFast: Bool = false, targets: [String]? = nil,
    observer: @escaping @Sendable (RunnerEvent) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async -> [String: StageStatus] {
    var options = RunnerOptions(
      workers: workers, cores: 2, dataRoot: DataRoot("data"), weightsRoot: "weights")
    options.failFast = failFast
    let runner = Runner(
      plan: made.plan, store: laboratory.store, options: options, observer: observer,
      shouldStop: shouldStop)
    let wanted = targets.map { Set($0.map { made[$0] }) } ?? made.all
    let statuses = await runner.run(targets: wanted)
    return Dictionary(
      uniqueKeysWithValues: statuses.map { (made.name($0.key), $0.value) })
  }

  private func isDone(_ status: StageStatus?) -> Bool {
    if case .done? = status { true } else { false }
  }

  // MARK: Order

  @Test(arguments: [1, 2, 16]) func needsAreMetFirst(_ workers: Int) async {
    defer { laboratory.close() }
    let made = laboratory.plan(
      "a 1", "b 1", "c 1: a", "d 1: a b", "e 1: c d", "f 1: e", "g 1: b")
    let statuses = await run(made, workers: workers)
    #expect(statuses.count == 7 && statuses.values.allSatisfy(isDone))
    let events = laboratory.events
    #expect(Set(laboratory.begun).count == 7 && laboratory.begun.count == 7)
    for (stage, needs) in ["c": ["a"], "d": ["a", "b"], "e": ["c", "d"], "f": ["e"], "g": ["b"]] {
      for need in needs {
        let (ended, began) = (events.firstIndex(of: "-\(need)"), events.firstIndex(of: stage))
        #expect((ended ?? .max) < (began ?? .min), "\(stage) began before \(need) ended")
      }
    }
    #expect(laboratory.most <= workers)
  }

  @Test func oneWorkerTakesTheLongestChainFirst() async {
    defer { laboratory.close() }
    _ = await run(laboratory.plan("a 1", "b 5", "c 1", "d 9: c"), workers: 1)
    #expect(laboratory.begun == ["c", "d", "b", "a"])
  }

  @Test func onlyWhatTheTargetsNeed() async {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a", "c 1: a")
    _ = await run(made, targets: ["b"])
    #expect(Set(laboratory.begun) == ["a", "b"])
    #expect(!laboratory.store.contains(made["c"]))
  }

  // MARK: What is there

  @Test func artifactsThatAreThereAreNotMadeAgain() async throws {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a", "c 1: b")
    try laboratory.store.write(Artifact(attributes: ["name": "old"]), as: made["b"])
    let first = await run(made, targets: ["c"])
    #expect(laboratory.begun == ["c"])
    #expect(first["b"] == .cached && isDone(first["c"]))
    let again = await run(made, targets: ["c"])
    #expect(laboratory.begun == ["c"])
    #expect(again.values.allSatisfy { $0 == .cached })
    let artifact = try laboratory.store.read(made["c"])
    #expect(artifact.attributes["kind"] == .text("fake"))
    #expect(artifact.attributes["name"] == .text("c"))
  }

  // MARK: Failures

  @Test func aFailureBlocksOnlyWhatNeedsIt() async {
    defer { laboratory.close() }
    let made = laboratory.plan("a 9", "b 1: a", "c 1: b", "d 1", "e 1: d")
    laboratory.when("a") { _ in throw Refusal() }
    let statuses = await run(made)
    #expect(
      statuses["a"] == .failed(Failure(message: "a.csv:3: no; do", cause: .computation)))
    #expect(statuses["b"] == .blocked(by: made["a"]))
    #expect(statuses["c"] == .blocked(by: made["a"]))
    #expect(isDone(statuses["d"]) && isDone(statuses["e"]))
    #expect(!laboratory.store.contains(made["a"]))
  }

  @Test func aFailureIsTriedAgainTheNextTime() async {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a")
    laboratory.when("a") { _ in throw Refusal() }
    _ = await run(made)
    laboratory.when("a") { _ in }
    let statuses = await run(made)
    #expect(statuses.values.allSatisfy(isDone))
  }

  @Test func failFastBeginsNothingNew() async {
    defer { laboratory.close() }
    let made = laboratory.plan("a 9", "b 5", "c 1: b", "d 1")
    laboratory.when("a") { _ in throw Refusal() }
    let statuses = await run(made, workers: 1, failFast: true)
    #expect(laboratory.begun == ["a"])
    #expect(statuses["b"] == .stopped && statuses["c"] == .stopped && statuses["d"] == .stopped)
  }

  @Test(arguments: [
    (
      StorageError(.diskFull, file: "f", problem: "p", remedy: "r") as any Error,
      Failure.Cause.storage
    ),
    (Refusal(), .computation),
  ])
  func causes(_ error: any Error, _ cause: Failure.Cause) {
    laboratory.close()
    #expect(Failure(error).cause == cause)
  }

  // MARK: Stopping

  @Test func stoppingLetsRunningStagesSaveAndBeginsNoOther() async throws {
    defer { laboratory.close() }
    let stop = Mutex(false)
    let made = laboratory.plan("a 9", "b 1: a", "c 1")
    laboratory.when("a") { context in
      stop.withLock { $0 = true }
      #expect(context.shouldStop())
      try context.saveState(Artifact(attributes: ["step": 3]))
      throw StageStopped()
    }
    let statuses = await run(made, workers: 1, shouldStop: { stop.withLock { $0 } })
    #expect(statuses.values.allSatisfy { $0 == .stopped } && statuses.count == 3)
    #expect(laboratory.begun == ["a"])

    // The same again goes on from what was saved, and what was saved is then gone.
    let found = Mutex<AttributeValue?>(nil)
    laboratory.when("a") { context in
      let state = try context.savedState()
      found.withLock { $0 = state?.attributes["step"] }
      #expect(context.statePlace.hasSuffix(".partial.h5"))
    }
    let again = await run(made, workers: 1)
    #expect(again.values.allSatisfy(isDone))
    #expect(found.withLock { $0 } == .integer(3))
    #expect(try laboratory.store.readPartial(made["a"]) == nil)
  }

  @Test func stoppedBeforeItBegan() async {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a")
    let statuses = await run(made, shouldStop: { true })
    #expect(statuses == ["a": .stopped, "b": .stopped])
    #expect(laboratory.begun.isEmpty)
  }

  // MARK: What a stage is given

  @Test func readsWhatItNeeds() async {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a")
    let (fingerprint, path) = (made["a"], laboratory.store.path(of: made["a"]))
    laboratory.when("b") { context in
      let needed = try context.artifact(fingerprint, nil)
      #expect(needed.attributes["name"] == .text("a"))
      #expect(context.place(fingerprint) == path)
      #expect(context.dataRoot == DataRoot("data") && context.weightsRoot == "weights")
      #expect(context.team.threads == 2, "a stage that runs alone has all cores")
    }
    let statuses = await run(made)
    #expect(isDone(statuses["b"]))
  }

  // MARK: Events

  @Test func tellsWhatHappens() async throws {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1", "b 1: a", "c 1: b", "d 1: c")
    try laboratory.store.write(Artifact(), as: made["a"])
    laboratory.when("b") { $0.progress(0.5) }
    laboratory.when("c") { _ in throw Refusal() }
    let events = Mutex<[String]>([])
    _ = await run(
      made, workers: 1,
      observer: { event in
        let text =
          switch event {
          case .started(let stage): "\(made.name(stage)) started"
          case .progress(let stage, let share): "\(made.name(stage)) \(share)"
          case .spent(let stage, let time):
            "\(made.name(stage)) took \(time.seconds >= 0 && time.coreSeconds >= time.seconds)"
          case .finished(let stage, .cached): "\(made.name(stage)) cached"
          case .finished(let stage, .done): "\(made.name(stage)) done"
          case .finished(let stage, .failed): "\(made.name(stage)) failed"
          case .finished(let stage, .blocked): "\(made.name(stage)) blocked"
          case .finished(let stage, .stopped): "\(made.name(stage)) stopped"
          }
        events.withLock { $0.append(text) }
      })
    #expect(
      events.withLock { $0 } == [
        "a cached", "b started", "b 0.5", "b took true", "b done", "c started", "c took true",
        "c failed", "d blocked",
      ])
  }

  // MARK: Two at a time on one store

  @Test func twoRunnersMakeEachArtifactOnce() async {
    defer { laboratory.close() }
    let made = laboratory.plan(
      "a 1", "b 1: a", "c 1: a", "d 1: a", "e 1: b c", "f 1: d", "g 1: e f", "h 1")
    for name in made.names.keys { laboratory.when(name) { _ in usleep(5000) } }
    async let first = run(made)
    async let second = run(made)
    let (one, two) = (await first, await second)
    #expect(one.values.allSatisfy(\.isAvailable) && two.values.allSatisfy(\.isAvailable))
    #expect(laboratory.begun.sorted() == ["a", "b", "c", "d", "e", "f", "g", "h"])
    #expect(one.values.count(where: isDone) + two.values.count(where: isDone) == 8)
  }

  @Test func whoWaitsForAnotherCanBeStopped() async throws {
    defer { laboratory.close() }
    let made = laboratory.plan("a 1")
    let lock = try #require(try laboratory.store.attemptLock(made["a"]))
    let asked = Mutex(0)
    let statuses = await run(
      made,
      shouldStop: {
        asked.withLock {
          $0 += 1
          return $0 > 3
        }
      })
    lock.release()
    #expect(statuses == ["a": .stopped])
    #expect(laboratory.begun.isEmpty)
  }
}
