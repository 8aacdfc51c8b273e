#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `w2s cache list | verify | clean` does.
extension ArtifactStore {
  /// One artifact or partial checkpoint of a store.
  package struct Entry: Sendable, Equatable {
    package var fingerprint: Fingerprint
    package var path: String
    package var isPartial: Bool
    /// The root attribute `kind`, nil where there is none or the file cannot be read.
    package var kind: String?
    package var byteCount: Int
    /// Seconds since 1970 when it was written.
    package var modified: Int
  }

  /// All artifacts and partial checkpoints, by fingerprint. An absent folder is an empty store.
  package func list() throws(StorageError) -> [Entry] {
    var entries: [Entry] = []
    for name in try fileNames() {
      let (fingerprint, isPartial): (Fingerprint, Bool)
      switch StoreFile(name: name) {
      case .artifact(let found)?: (fingerprint, isPartial) = (found, false)
      case .partial(let found)?: (fingerprint, isPartial) = (found, true)
      default: continue
      }
      let path = folder + "/" + name
      var status = stat()
      // A file that another process has just removed is not there any more: no entry.
      guard stat(path, &status) == 0 else { continue }
      var entry = Entry(
        fingerprint: fingerprint, path: path, isPartial: isPartial, kind: nil,
        byteCount: Int(status.st_size), modified: modificationTime(status))
      if case .text(let kind)? = (try? ArtifactFile.attributes(path))?["kind"] { entry.kind = kind }
      entries.append(entry)
    }
    return entries.sorted { ($0.fingerprint, $0.path) < ($1.fingerprint, $1.path) }
  }

  /// Reads every file whole and returns what is wrong, nothing if all is well.
  /// - Parameter progress: called before each file with its place in the list and their number.
  package func verify(
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StorageError) -> [StorageError] {
    let entries = try list()
    var problems: [StorageError] = []
    for (index, entry) in entries.enumerated() {
      progress(index, entries.count)
      do throws(StorageError) {
        try ArtifactFile.verify(entry.path)
        try Self.check(ArtifactFile.attributes(entry.path), entry.fingerprint, at: entry.path)
      } catch {
        if error.kind != .missing { problems.append(error) }
      }
    }
    return problems
  }

  /// What a cleaning took away.
  package struct Cleaning: Sendable, Equatable {
    package var removed: [String] = []
    package var byteCount = 0
    /// Files left because another process is at work on them.
    package var busy: [String] = []
  }

  /// Removes artifacts and partial checkpoints not in `kept`, lock files that nobody holds and
  /// temporary files whose process is no more.
  /// - Parameter dryRun: only says what would go.
  package func clean(
    keeping kept: Set<Fingerprint>, dryRun: Bool = false
  ) throws(StorageError) -> Cleaning {
    var cleaning = Cleaning()
    for name in try fileNames() {
      let path = folder + "/" + name
      switch StoreFile(name: name) {
      case .artifact(let fingerprint)?, .partial(let fingerprint)?:
        if kept.contains(fingerprint) { continue }
        guard let lock = try attemptLock(fingerprint) else {
          cleaning.busy.append(path)
          continue
        }
        defer { lock.release() }
        try remove(path, dryRun: dryRun, &cleaning)
      case .abandoned?: try remove(path, dryRun: dryRun, &cleaning)
      case .lock?:
        // Releasing a lock removes its file.
        if !dryRun { try FileLock.attempt(path)?.release() }
      case nil: continue
      }
    }
    return cleaning
  }

  private func remove(
    _ path: String, dryRun: Bool, _ cleaning: inout Cleaning
  ) throws(StorageError) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    if !dryRun { try removeFile(path) }
    cleaning.removed.append(path)
    cleaning.byteCount += Int(status.st_size)
  }

  /// The names in the folder, in order.
  private func fileNames() throws(StorageError) -> [String] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw .system(errno, file: folder, "the folder cannot be read")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names.sorted(by: ContentChecksum.precedes)
  }

  private func modificationTime(_ status: stat) -> Int {
    #if canImport(Glibc)
      status.st_mtim.tv_sec
    #else
      status.st_mtimespec.tv_sec
    #endif
  }
}
