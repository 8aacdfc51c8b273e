#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Data: what a program behind a pipe reads.
enum StandardOutput {
  /// Writes all of it. When the reader is gone there is nobody to tell: the command ends as one
  /// that a broken pipe ended.
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { write($0) }
  }

  static func write(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let code = writeAll(bytes, to: STDOUT_FILENO) else { return }
    if code == EPIPE { exit(ExitStatus.done.rawValue) }
    StandardError.write(
      "error: standard output: cannot be written (\(String(cString: strerror(code)))); "
        + "make room or write elsewhere\n")
    exit(ExitStatus.inputOutput.rawValue)
  }
}

/// Progress and messages: what a person reads. A person who is gone changes nothing.
enum StandardError {
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = writeAll($0, to: STDERR_FILENO) }
  }
}

/// - Returns: the system's error number if not everything was written.
private func writeAll(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32? {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = write(descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
    if count > 0 {
      rest = rest.dropFirst(count)
    } else if errno != EINTR {
      return errno
    }
  }
  return nil
}
