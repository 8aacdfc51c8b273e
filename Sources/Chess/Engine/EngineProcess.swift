import Foundation

/// A program that is spoken to line by line through two pipes.
final class EngineProcess {
  let path: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var buffer = [UInt8](repeating: 0, count: 1 << 14)
  private var start = 0
  private var end = 0
  /// What it said last, for the message when it ends.
  private var lastLines = ("", "")

  /// A write to an engine that is gone fails instead of ending this program.
  private static let pipesFailQuietly: Void = {
    signal(SIGPIPE, SIG_IGN)
  }()

  init(path: String) throws(EngineError) {
    self.path = path
    _ = Self.pipesFailQuietly
    process.executableURL = URL(fileURLWithPath: path)
    process.standardInput = input
    process.standardOutput = output
    // What it complains about is part of what it says.
    process.standardError = output
    do {
      try process.run()
    } catch {
      throw EngineError(
        .missing, path, "cannot be started (\(error.localizedDescription))",
        remedy: "check that it is a program that this machine can run")
    }
    // Else the end of the engine would not end the pipe.
    try? output.fileHandleForWriting.close()
    try? input.fileHandleForReading.close()
  }

  deinit {
    // An engine holds nothing that is worth a farewell.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  func send(_ text: String) throws(EngineError) {
    var bytes = Array(text.utf8)[...]
    let descriptor = input.fileHandleForWriting.fileDescriptor
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno != EINTR {
        // What it said before it ended is still in the pipe.
        while try line(patience: 1) != nil {}
        throw ended()
      }
    }
  }

  /// The next line without its end.
  ///
  /// - Parameter patience: seconds to wait for it.
  /// - Returns: nil at the end of what the program says.
  /// - Throws: `EngineError` of kind `silent`.
  func line(patience: Int) throws(EngineError) -> String? {
    while true {
      if let newline = nextNewline() {
        defer { start = newline + 1 }
        let last = newline > start && buffer[newline - 1] == 0x0d ? newline - 1 : newline
        return remembered(String(decoding: buffer[start..<last], as: UTF8.self))
      }
      guard try refill(patience: patience) else {
        guard start < end else { return nil }
        defer { start = end }
        return remembered(String(decoding: buffer[start..<end], as: UTF8.self))
      }
    }
  }

  private func nextNewline() -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard start < end, let first = bytes.baseAddress,
        let found = memchr(first + start, 0x0a, end - start)
      else { return nil }
      return UnsafeRawPointer(found) - first
    }
  }

  private func remembered(_ line: String) -> String {
    if !line.isEmpty { lastLines = (lastLines.1, line) }
    return line
  }

  /// Waits for more bytes; false at their end.
  private func refill(patience: Int) throws(EngineError) -> Bool {
    if start > 0 {
      buffer.withUnsafeMutableBytes { bytes in
        bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      }
      (start, end) = (0, end - start)
    }
    if end == buffer.count { buffer.append(contentsOf: [UInt8](repeating: 0, count: end)) }
    let descriptor = output.fileHandleForReading.fileDescriptor
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, Int32(patience * 1000))
      if ready == 0 {
        throw EngineError(
          .silent, path, "no answer within \(patience) s", remedy: "give another --engine")
      }
      let offset = end
      let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { read(descriptor, $0 + offset, bytes.count - offset) } ?? 0
      }
      if count < 0, errno == EINTR { continue }
      end += max(0, count)
      return count > 0
    }
  }

  /// How it ended and what it said last.
  func ended() -> EngineError {
    process.waitUntilExit()
    let how =
      process.terminationReason == .uncaughtSignal
      ? "was ended by signal \(process.terminationStatus)"
      : "ended with exit code \(process.terminationStatus)"
    let words = [lastLines.0, lastLines.1].filter { !$0.isEmpty }.joined(separator: " / ")
    let saying = words.isEmpty ? "without a word" : "after \"\(words)\""
    return EngineError(
      .died, path, "the engine \(how) \(saying)",
      remedy: "run the same command again; what was written stays")
  }
}
