import Datasets
import Foundation
import Kernels
import Storage
import Synchronization
import WeakToStrong

/// A data root and a store of artifacts in a folder of their own, removed with it.
final class TemporaryStore: Sendable {
  let root: String
  let store: ArtifactStore

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("w2s-stages-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    root = url.path
    store = ArtifactStore(folder: root + "/.store")
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// Writes a file under the data root.
  func file(_ name: String, _ text: String) throws {
    try text.write(toFile: "\(root)/\(name)", atomically: true, encoding: .utf8)
  }

  func context(threads: Int = 1) -> StageContext {
    StageContext(
      team: WorkerTeam(threads: threads), dataRoot: DataRoot(root), weightsRoot: root,
      artifact: { [store] in try store.read($0, only: $1) }, place: { _ in "artifact.h5" })
  }

  func artifact(_ stage: some Stage, threads: Int = 1) throws -> Artifact {
    try stage.run(context(threads: threads))
  }

  /// What an artifact is as a file: that is what has to be the same.
  func bytes(_ artifact: Artifact) throws -> Data {
    let path = "\(root)/\(UUID().uuidString).h5"
    try ArtifactFile.write(artifact, to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  func bytes(_ stage: some Stage, threads: Int = 1) throws -> Data {
    try bytes(artifact(stage, threads: threads))
  }

  /// Runs a stage and stores what it made.
  @discardableResult
  func run(_ stage: some Stage) throws -> Fingerprint {
    try store.write(artifact(stage), as: stage.fingerprint)
    return stage.fingerprint
  }

  /// Stores an artifact that a test made up.
  func put(_ artifact: Artifact, _ name: String) throws -> Fingerprint {
    let fingerprint = Fingerprint(of: name)
    try store.write(artifact, as: fingerprint)
    return fingerprint
  }
}

/// Keeps the last state that a stage saved, and how many there were.
final class SavedStates: Sendable {
  private let states = Mutex<[Artifact]>([])

  var last: Artifact? { states.withLock { $0.last } }
  var count: Int { states.withLock { $0.count } }
  func save(_ state: Artifact) { states.withLock { $0.append(state) } }
}

/// Says yes once it was asked more than `limit` times.
final class Countdown: Sendable {
  private let left: Mutex<Int>

  init(_ limit: Int) { left = Mutex(limit) }

  func isOver() -> Bool {
    left.withLock {
      $0 -= 1
      return $0 < 0
    }
  }
}
