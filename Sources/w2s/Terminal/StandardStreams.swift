#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Data: what a program behind a pipe reads.
enum StandardOutput {
  /// Writes all of `text`. When the reader is gone there is nobody to tell: the command ends as one
  /// that a broken pipe ended.
  static func write(_ text: String) {
    guard let code = writeAll(text, to: STDOUT_FILENO) else { return }
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
    _ = writeAll(text, to: STDERR_FILENO)
  }
}

/// - Returns: the system's error number if not everything was written.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  var text = text
  return text.withUTF8 { bytes in
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
}
