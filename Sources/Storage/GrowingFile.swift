#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A text file that takes long to make and grows by whole records. It is called `NAME.part` until it
/// is complete; a process that is killed leaves at most one torn record at its end.
package final class GrowingFile {
  package let path: String
  private let partial: String
  private let file: Descriptor
  private var size: Int
  /// Whether the file was complete before it was opened to grow.
  private let wasComplete: Bool
  private let lock: FileLock

  /// Opens what there is of the file, also to let a complete one grow further, else begins it.
  ///
  /// - Throws: `StorageError`, of kind `locked` where another process makes it.
  package init(_ path: String) throws(StorageError) {
    self.path = path
    partial = path + ".part"
    guard let lock = try FileLock.attempt(path + ".lock") else {
      throw StorageError(
        .locked(process: nil), file: path, problem: "another process is making it",
        remedy: "wait for it, or give another --output")
    }
    self.lock = lock
    wasComplete = access(partial, F_OK) != 0 && access(path, F_OK) == 0
    if wasComplete, rename(path, partial) != 0 {
      throw .system(errno, file: path, "cannot be written")
    }
    file = try Descriptor(partial, flags: O_RDWR | O_CREAT, action: "cannot be written")
    size = file.byteCount
  }

  /// All that is there.
  package func contents() throws(StorageError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    try Descriptor.read(file.number, partial, into: &bytes, at: 0)
    return bytes
  }

  /// Drops what follows the first `bytes` bytes.
  package func truncate(to bytes: Int) throws(StorageError) {
    precondition(bytes <= size)
    guard ftruncate(file.number, off_t(bytes)) == 0 else {
      throw .system(errno, file: path, "cannot be written")
    }
    size = bytes
  }

  /// Adds whole records.
  package func append(_ text: String) throws(StorageError) {
    let bytes = Array(text.utf8)
    try file.write(bytes, at: size)
    size += bytes.count
  }

  /// Leaves the file as it was found, if nothing was added or dropped.
  package func leave() throws(StorageError) {
    guard wasComplete else { return }
    guard rename(partial, path) == 0 else { throw .system(errno, file: path, "cannot be written") }
  }

  /// Gives the file its name.
  package func complete() throws(StorageError) {
    try file.sync()
    guard rename(partial, path) == 0 else { throw .system(errno, file: path, "cannot be written") }
    try AtomicFile.syncFolder(of: path)
  }
}
