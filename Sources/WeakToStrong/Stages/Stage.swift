import Datasets
import Kernels
import Storage

/// One step of an experiment: a value that names what it needs by content hash, and from which
/// alone its artifact follows. Two stages of the same fingerprint are the same work.
package protocol Stage: Codable, Equatable, Sendable {
  /// The word that stands in the artifact and in listings: `materialize`, `train`, …
  static var kind: String { get }
  /// Raised when the meaning of the stage's bytes changes, so that older artifacts are not reused.
  static var revision: Int { get }
  /// The artifacts that `run` reads.
  var dependencies: [Fingerprint] { get }

  /// Does the work. Throws `StageStopped` after saving its state when asked to stop.
  func run(_ context: StageContext) throws -> Artifact
}

extension Stage {
  /// SHA-256 of kind, revision and every field.
  package var fingerprint: Fingerprint {
    Fingerprint(of: Identity(kind: Self.kind, revision: Self.revision, stage: self))
  }

  /// Kind, revision and every field, as JSON: the text that the fingerprint is the hash of.
  package var identity: String {
    CanonicalJSON.text(of: Identity(kind: Self.kind, revision: Self.revision, stage: self))
  }
}

private struct Identity<Value: Encodable>: Encodable {
  var kind: String
  var revision: Int
  var stage: Value
}

/// The stage was asked to stop; what it had done is saved and the same stage goes on from there.
package struct StageStopped: Error, Equatable {
  package init() {}
}

/// What a running stage may use of the world outside.
package struct StageContext: Sendable {
  /// The cores that the stage may use; the number may change while it runs.
  package var team: WorkerTeam
  /// Reads an artifact, or only the arrays named.
  package var artifact: @Sendable (Fingerprint, Set<String>?) throws -> Artifact
  /// Where an artifact lies, for messages.
  package var place: @Sendable (Fingerprint) -> String
  /// The state saved by an earlier, stopped run of the same stage.
  package var savedState: @Sendable () throws -> Artifact?
  /// Where that state lies, for messages.
  package var statePlace: String
  /// Whether enough time has passed since the last `saveState` for another one.
  package var isStateDue: @Sendable () -> Bool
  package var saveState: @Sendable (Artifact) throws -> Void
  /// Progress from 0 to 1.
  package var progress: @Sendable (Double) -> Void
  package var shouldStop: @Sendable () -> Bool
  package var dataRoot: DataRoot
  package var weightsRoot: String

  package init(
    team: WorkerTeam,
    dataRoot: DataRoot,
    weightsRoot: String,
    artifact: @escaping @Sendable (Fingerprint, Set<String>?) throws -> Artifact,
    place: @escaping @Sendable (Fingerprint) -> String,
    savedState: @escaping @Sendable () throws -> Artifact? = { nil },
    statePlace: String = "the saved state",
    isStateDue: @escaping @Sendable () -> Bool = { false },
    saveState: @escaping @Sendable (Artifact) throws -> Void = { _ in },
    progress: @escaping @Sendable (Double) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.team = team
    self.dataRoot = dataRoot
    self.weightsRoot = weightsRoot
    self.artifact = artifact
    self.place = place
    self.savedState = savedState
    self.statePlace = statePlace
    self.isStateDue = isStateDue
    self.saveState = saveState
    self.progress = progress
    self.shouldStop = shouldStop
  }
}
