import Foundation
import Storage
import Synchronization
import WeakToStrong

@testable import Experiments

/// A stage that does what a test tells it to.
struct FakeStage: Stage {
  static let kind = "fake"
  static let revision = 1

  var name: String
  /// The laboratory that it belongs to.
  var laboratory: String
  var dependencies: [Fingerprint]

  func run(_ context: StageContext) throws -> Artifact {
    try Laboratory.named(laboratory).run(name, context)
  }
}

/// A plan of fake stages, what they do, and what happened.
final class Laboratory: Sendable {
  typealias Work = @Sendable (StageContext) throws -> Void

  private struct State {
    var works: [String: Work] = [:]
    var events: [String] = []
    var running = 0
    var most = 0
  }

  private static let all = Mutex<[String: Laboratory]>([:])

  static func named(_ id: String) -> Laboratory {
    guard let found = all.withLock({ $0[id] }) else { preconditionFailure("no laboratory \(id)") }
    return found
  }

  let id = UUID().uuidString
  let folder: String
  private let state = Mutex(State())

  init() {
    folder = FileManager.default.temporaryDirectory.path + "/w2s-laboratory-" + id
    Self.all.withLock { $0[id] = self }
  }

  /// Call at the end of a test.
  func close() {
    _ = Self.all.withLock { $0.removeValue(forKey: id) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  var store: ArtifactStore { ArtifactStore(folder: folder) }

  /// `a` began, `-a` ended, in order.
  var events: [String] { state.withLock { $0.events } }
  /// The stages that ran, in the order in which they began.
  var begun: [String] { events.filter { !$0.hasPrefix("-") } }
  /// How many ran at a time at most.
  var most: Int { state.withLock { $0.most } }

  func when(_ name: String, _ work: @escaping Work) { state.withLock { $0.works[name] = work } }

  fileprivate func run(_ name: String, _ context: StageContext) throws -> Artifact {
    let work = state.withLock { state in
      state.events.append(name)
      state.running += 1
      state.most = max(state.most, state.running)
      return state.works[name]
    }
    defer {
      state.withLock { state in
        state.running -= 1
        state.events.append("-\(name)")
      }
    }
    try work?(context)
    return Artifact(attributes: ["name": .text(name)])
  }

  // MARK: Plans

  /// A plan from lines such as `c 5: a b` (stage c of cost 5 needs a and b), in order.
  func plan(_ lines: String...) -> FakePlan {
    var plan = Plan()
    var names: [String: Fingerprint] = [:]
    for line in lines {
      let parts = line.split(separator: ":")
      let head = parts[0].split(separator: " ").map(String.init)
      let needs = parts.count > 1 ? parts[1].split(separator: " ").map(String.init) : []
      names[head[0]] = plan.add(
        FakeStage(name: head[0], laboratory: id, dependencies: needs.compactMap { names[$0] }),
        title: head[0], cost: Double(head[1]) ?? 1)
    }
    return FakePlan(plan: plan, names: names)
  }
}

/// A plan whose stages a test calls by name.
struct FakePlan {
  var plan: Plan
  var names: [String: Fingerprint]

  subscript(name: String) -> Fingerprint {
    guard let fingerprint = names[name] else { preconditionFailure("no stage \(name)") }
    return fingerprint
  }

  func name(_ fingerprint: Fingerprint) -> String { plan[fingerprint]?.title ?? "?" }

  var all: Set<Fingerprint> { Set(names.values) }

  /// The stages that are missing for `targets` where `stored` exist, in order of their names.
  func missing(for targets: [String], stored: Set<String> = []) -> [String] {
    plan.missing(for: targets.map { self[$0] }, exists: { stored.contains(name($0)) })
      .map(name).sorted()
  }
}
