import CHDF5
import Synchronization

/// The door to the C library: one caller at a time (Debian's serial build is not thread-safe), its
/// own printing of errors switched off, its error stack read into ``StorageError``.
enum HDF5 {
  private static let door = Mutex(())

  /// Calls `body` while no other thread is inside the library.
  static func exclusively<Value: Sendable>(
    _ body: () throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    try door.withLock { (_) throws(StorageError) -> Value in
      // Each time, because a thread-safe build keeps an error stack for every thread.
      H5Eset_auto2(0, nil, nil)
      return try body()
    }
  }

  /// A valid handle or status, or the error that the library reports.
  @discardableResult
  static func check<Status: SignedInteger>(
    _ status: Status, file: String, path: String? = nil, _ action: String
  ) throws(StorageError) -> Status {
    guard status < 0 else { return status }
    throw error(file: file, path: path, action)
  }

  /// The library's last failure in words: the innermost message of its error stack.
  static func error(file: String, path: String? = nil, _ action: String) -> StorageError {
    let messages = ErrorMessages()
    H5Ewalk2(
      0, H5E_WALK_UPWARD,
      { _, entry, messages in
        guard let entry, let messages, let text = entry.pointee.desc else { return 0 }
        Unmanaged<ErrorMessages>.fromOpaque(messages).takeUnretainedValue()
          .list.append(String(cString: text).split(separator: "\n").joined(separator: " "))
        return 0
      }, Unmanaged.passUnretained(messages).toOpaque())
    H5Eclear2(0)
    let innermost = messages.list.first ?? "no reason given"
    if innermost.contains("truncated file") {
      return StorageError(
        .damaged, file: file, path: path, problem: "the file is cut off",
        remedy: "remove it so that it is made again")
    }
    return StorageError(
      .failed, file: file, path: path, problem: "\(action) (HDF5: \(innermost))",
      remedy: "remove the file so that it is made again")
  }

  static func isNotHDF5(_ file: String) -> StorageError {
    StorageError(
      .foreign, file: file, problem: "this is not an HDF5 file",
      remedy: "give the path of an HDF5 file, or remove it so that it is made again")
  }

  private final class ErrorMessages {
    var list: [String] = []
  }
}

/// An HDF5 identifier, closed when it goes out of scope.
struct Handle: ~Copyable {
  let id: hid_t
  private let close: (hid_t) -> herr_t

  init(
    _ id: hid_t, closedBy close: @escaping (hid_t) -> herr_t, file: String, path: String? = nil,
    _ action: String
  ) throws(StorageError) {
    self.id = try HDF5.check(id, file: file, path: path, action)
    self.close = close
  }

  deinit { _ = close(id) }
}
