import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An exclusive lock between processes (and between threads of one) on a lock file, `flock(2)`.
///
/// The system lets go of it when its process ends, however it ends. The lock file is removed by its
/// holder; a process that waited on the removed file notices and takes the new one.
package final class FileLock: Sendable {
  package let path: String
  /// -1 once released.
  private let descriptor: Mutex<Int32>

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  /// Takes the lock, or returns nil at once when it is held elsewhere.
  package static func attempt(_ path: String) throws(StorageError) -> FileLock? {
    while true {
      let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard number >= 0 else { throw .system(errno, file: path, "cannot be locked") }
      guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
        let code = errno
        close(number)
        if code == EWOULDBLOCK { return nil }
        if code == EINTR { continue }
        throw .system(code, file: path, "cannot be locked")
      }
      guard isSame(number, path) else {
        // The last holder removed the file between our open and our lock.
        close(number)
        continue
      }
      let owner = Array("\(getpid())\n".utf8)
      // Who holds the lock is told for messages only; the lock itself does not need it.
      if ftruncate(number, 0) == 0 { _ = pwrite(number, owner, owner.count, 0) }
      return FileLock(path: path, descriptor: number)
    }
  }

  /// Takes the lock as soon as it is free.
  /// - Parameter cancelled: asked about twenty times a second while waiting.
  package static func wait(
    _ path: String, cancelled: () -> Bool
  ) throws(StorageError) -> FileLock {
    while true {
      if let lock = try attempt(path) { return lock }
      if cancelled() {
        throw StorageError(
          .cancelled, file: path, problem: "stopped waiting for \(holderText(path))",
          remedy: "run the same command again")
      }
      usleep(50_000)
    }
  }

  /// The process that holds the lock, if it has told.
  package static func holder(_ path: String) -> Int? {
    guard let file = try? Descriptor(reading: path) else { return nil }
    var buffer = [UInt8](repeating: 0, count: 32)
    guard let count = try? file.read(into: &buffer), count > 0 else { return nil }
    return Int(String(decoding: buffer[..<count].prefix { $0 != 10 }, as: UTF8.self))
  }

  static func holderText(_ path: String) -> String {
    holder(path).map { "process \($0)" } ?? "another process"
  }

  /// Lets go of the lock; once is enough, twice does no harm.
  package func release() {
    descriptor.withLock { number in
      guard number >= 0 else { return }
      // Removed while still held, so that nobody can be holding the file that goes.
      if Self.isSame(number, path) { unlink(path) }
      close(number)
      number = -1
    }
  }

  private static func isSame(_ number: Int32, _ path: String) -> Bool {
    var (open, named) = (stat(), stat())
    guard fstat(number, &open) == 0, stat(path, &named) == 0 else { return false }
    return open.st_ino == named.st_ino && open.st_dev == named.st_dev
  }
}

/// One process per run folder.
package enum RunLock {
  package static let name = ".lock"

  /// Takes the folder for this process until the lock is released, or throws
  /// ``StorageError/Kind/locked(process:)`` with the id of the process that has it.
  package static func acquire(_ folder: String) throws(StorageError) -> FileLock {
    let path = folder + "/" + name
    if let lock = try FileLock.attempt(path) { return lock }
    let process = FileLock.holder(path)
    throw StorageError(
      .locked(process: process), file: folder,
      problem: "\(FileLock.holderText(path)) is working in this run",
      remedy: "wait for it or stop it, or give the experiment another name")
  }
}
