#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder of artifacts, each under the fingerprint of what produced it:
///
///     <fingerprint>.h5           an artifact
///     <fingerprint>.partial.h5   the latest checkpoint of one in the making
///     <fingerprint>.lock         held by the process that is making it
///
/// Each file names its fingerprint too (root attribute `fingerprint`), so that one that was put under
/// another's name is noticed. Any number of processes may share a store. A file in it is never changed, only replaced whole.
package struct ArtifactStore: Sendable {
  package let folder: String

  /// The folder is made when something is first written or locked.
  package init(folder: String) {
    self.folder = folder
  }

  package func path(of fingerprint: Fingerprint) -> String {
    "\(folder)/\(fingerprint)\(StoreFile.artifactEnding)"
  }

  package func partialPath(of fingerprint: Fingerprint) -> String {
    "\(folder)/\(fingerprint)\(StoreFile.partialEnding)"
  }

  // MARK: Artifacts

  package func contains(_ fingerprint: Fingerprint) -> Bool {
    access(path(of: fingerprint), F_OK) == 0
  }

  package func read(
    _ fingerprint: Fingerprint, only names: Set<String>? = nil
  ) throws(StorageError) -> Artifact {
    try trusting { () throws(StorageError) in
      try own(ArtifactFile.read(path(of: fingerprint), only: names), fingerprint)
    }
  }

  /// Stores an artifact; its partial checkpoint, no longer of use, is removed.
  package func write(
    _ artifact: Artifact, as fingerprint: Fingerprint
  ) throws(StorageError) {
    try AtomicFile.makeFolder(folder)
    try ArtifactFile.write(named(artifact, fingerprint), to: path(of: fingerprint))
    try removePartial(fingerprint)
  }

  package func remove(_ fingerprint: Fingerprint) throws(StorageError) {
    try removeFile(path(of: fingerprint))
  }

  // MARK: Partial checkpoints

  /// The latest checkpoint, or nil if there is none.
  package func readPartial(_ fingerprint: Fingerprint) throws(StorageError) -> Artifact? {
    let path = partialPath(of: fingerprint)
    guard access(path, F_OK) == 0 else { return nil }
    return try trusting { () throws(StorageError) in
      try own(ArtifactFile.read(path), fingerprint, at: path)
    }
  }

  package func writePartial(
    _ artifact: Artifact, of fingerprint: Fingerprint
  ) throws(StorageError) {
    try AtomicFile.makeFolder(folder)
    try ArtifactFile.write(named(artifact, fingerprint), to: partialPath(of: fingerprint))
  }

  package func removePartial(_ fingerprint: Fingerprint) throws(StorageError) {
    try removeFile(partialPath(of: fingerprint))
  }

  // MARK: Locks

  /// The lock of whoever makes this artifact, or nil at once when another process or thread has it.
  package func attemptLock(_ fingerprint: Fingerprint) throws(StorageError) -> FileLock? {
    try AtomicFile.makeFolder(folder)
    return try FileLock.attempt(lockPath(of: fingerprint))
  }

  /// The lock, as soon as it is free. Ask ``contains(_:)`` again once it is held: the other process
  /// may have made the artifact.
  package func lock(
    _ fingerprint: Fingerprint, cancelled: () -> Bool = { false }
  ) throws(StorageError) -> FileLock {
    try AtomicFile.makeFolder(folder)
    return try FileLock.wait(lockPath(of: fingerprint), cancelled: cancelled)
  }

  /// The process that is making this artifact, if one is and has told.
  package func lockHolder(_ fingerprint: Fingerprint) -> Int? {
    FileLock.holder(lockPath(of: fingerprint))
  }

  private func lockPath(of fingerprint: Fingerprint) -> String {
    "\(folder)/\(fingerprint)\(StoreFile.lockEnding)"
  }

  // MARK: Names

  static let fingerprintKey = "fingerprint"

  private func named(_ artifact: Artifact, _ fingerprint: Fingerprint) -> Artifact {
    var artifact = artifact
    artifact.attributes[Self.fingerprintKey] = .text(fingerprint.description)
    return artifact
  }

  /// The artifact as it was given to be stored, if it is the one of that fingerprint.
  private func own(
    _ artifact: Artifact, _ fingerprint: Fingerprint, at path: String? = nil
  ) throws(StorageError) -> Artifact {
    try Self.check(artifact.attributes, fingerprint, at: path ?? self.path(of: fingerprint))
    var artifact = artifact
    artifact.attributes[Self.fingerprintKey] = nil
    return artifact
  }

  static func check(
    _ attributes: [String: AttributeValue], _ fingerprint: Fingerprint, at path: String
  ) throws(StorageError) {
    guard attributes[fingerprintKey] != .text(fingerprint.description) else { return }
    throw StorageError(
      .damaged, file: path, problem: "this is another artifact than its name says",
      remedy: "remove it so that it is made again")
  }

  // MARK: Failures

  /// Tells how to get rid of a file that cannot be trusted.
  private func trusting<Value>(
    _ body: () throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    do throws(StorageError) {
      return try body()
    } catch {
      var error = error
      if error.kind == .damaged || error.kind == .foreign {
        error.remedy = "delete this file (w2s cache verify names all such) and run again"
      }
      throw error
    }
  }

  func removeFile(_ path: String) throws(StorageError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .system(errno, file: path, "cannot be removed")
    }
  }
}

/// What a file of a store is, by its name.
enum StoreFile: Equatable {
  static let artifactEnding = ".h5"
  static let partialEnding = ".partial.h5"
  static let lockEnding = ".lock"

  case artifact(Fingerprint)
  case partial(Fingerprint)
  case lock(Fingerprint)
  /// A file in the making whose process is no more.
  case abandoned

  init?(name: String) {
    func fingerprint(before ending: String) -> Fingerprint? {
      name.hasSuffix(ending) ? Fingerprint(String(name.dropLast(ending.count))) : nil
    }
    if let fingerprint = fingerprint(before: Self.partialEnding) {
      self = .partial(fingerprint)
    } else if let fingerprint = fingerprint(before: Self.artifactEnding) {
      self = .artifact(fingerprint)
    } else if let fingerprint = fingerprint(before: Self.lockEnding) {
      self = .lock(fingerprint)
    } else if TemporaryName.isAbandoned(name) {
      self = .abandoned
    } else {
      return nil
    }
  }
}
