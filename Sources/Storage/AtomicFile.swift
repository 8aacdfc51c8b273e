import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files that are there whole or not at all: written under a temporary name in the same folder,
/// flushed to the disk, then renamed.
package enum AtomicFile {
  package static func write(_ text: String, to path: String) throws(StorageError) {
    try write(bytes: Array(text.utf8), to: path)
  }

  package static func write(bytes: [UInt8], to path: String) throws(StorageError) {
    try replace(path) { (file) throws(StorageError) in try file.write(bytes, at: 0) }
  }

  /// Makes the folder that a file is to lie in, where it is missing.
  package static func makeFolder(for path: String) throws(StorageError) {
    if let folder = parent(of: path) { try makeFolder(folder) }
  }

  /// Makes the folder and those above it where they are missing.
  package static func makeFolder(_ path: String) throws(StorageError) {
    if isFolder(path) { return }
    if let above = parent(of: path) { try makeFolder(above) }
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw .system(errno, file: path, "the folder cannot be made")
    }
  }

  /// Calls `fill` with a new file under a temporary name and puts it in the place of `path` when
  /// `fill` returns. On any error nothing is left and an older file stays as it was.
  static func replace(
    _ path: String, fill: (borrowing Descriptor) throws(StorageError) -> Void
  ) throws(StorageError) {
    let temporary = TemporaryName.next(for: path)
    do throws(StorageError) {
      let file = try Descriptor(creating: temporary)
      try fill(file)
      try file.sync()
      guard rename(temporary, path) == 0 else {
        throw StorageError.system(errno, file: path, "cannot be written")
      }
    } catch {
      unlink(temporary)
      var error = error
      if error.file == temporary { error.file = path }
      throw error
    }
    try syncFolder(of: path)
  }

  /// Removes what processes that were killed left of `path` in the making. A folder that cannot be
  /// listed is reported when the file is made in it.
  static func removeAbandoned(of path: String) {
    let folder = parent(of: path) ?? "."
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let found = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if found.hasPrefix(name + "."), TemporaryName.isAbandoned(found) {
        unlink("\(folder)/\(found)")
      }
    }
  }

  /// Makes a rename or a removal in the file's folder durable.
  static func syncFolder(of path: String) throws(StorageError) {
    let folder = parent(of: path) ?? "."
    let descriptor = try Descriptor(folder, flags: O_RDONLY, action: "cannot be written")
    // Some network file systems cannot flush a folder; there the rename is as durable as it gets.
    guard fsync(descriptor.number) == 0 || errno == EINVAL else {
      throw .system(errno, file: folder, "cannot be written")
    }
  }

  static func parent(of path: String) -> String? {
    var trimmed = Substring(path)
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return nil }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

/// `NAME.<process>-<number>.tmp`: a file in the making, and whose it is.
enum TemporaryName {
  private static let counter = Atomic(0)

  static func next(for path: String) -> String {
    let number = counter.wrappingAdd(1, ordering: .relaxed).oldValue
    return "\(path).\(getpid())-\(number).tmp"
  }

  /// Whether `name` is a temporary file whose process is no more.
  static func isAbandoned(_ name: String) -> Bool {
    guard let process = process(of: name) else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  private static func process(of name: String) -> pid_t? {
    let parts = name.split(separator: ".")
    guard parts.count >= 3, parts.last == "tmp" else { return nil }
    let owner = parts[parts.count - 2].split(separator: "-")
    guard owner.count == 2, Int(owner[1]) != nil, let process = pid_t(owner[0]), process > 0 else {
      return nil
    }
    return process
  }
}
