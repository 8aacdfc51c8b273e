import CZlib
import Foundation

/// The bytes of a file from front to back, inflated on the way if the file is gzip.
///
/// Whether it is gzip is decided by its first two bytes (1f 8b), never by its name. Members that are
/// concatenated (RFC 1952, 2.2) are read as one text, zero padding after the last is ignored.
/// Memory: one chunk, whatever the size of the file.
package final class ByteStream {
  package let path: String
  private let descriptor: Int32
  private var input: [UInt8]
  private var inputStart = 0
  private var inputEnd = 0
  private var inflating = false
  private var memberOpen = false
  private let zlib: UnsafeMutablePointer<z_stream>

  /// - Throws: `DatasetError` of kind `missing`, `unreadable` or `damaged`.
  package init(path: String, chunk: Int = 1 << 17) throws(DatasetError) {
    precondition(chunk > 1)
    self.path = path
    input = [UInt8](repeating: 0, count: chunk)
    zlib = .allocate(capacity: 1)
    zlib.initialize(to: z_stream())
    var information = stat()
    guard stat(path, &information) == 0 else {
      descriptor = -1
      throw DatasetError(.missing, path, "no such file", remedy: "check the path")
    }
    guard information.st_mode & S_IFMT != S_IFDIR else {
      descriptor = -1
      throw DatasetError(.unreadable, path, "is a folder", remedy: "name a file in it")
    }
    descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw unreadable() }
    while inputEnd < 2, try refill() {}
    if inputEnd >= 2, input[0] == 0x1f, input[1] == 0x8b {
      inflating = true
      memberOpen = true
      let size = Int32(MemoryLayout<z_stream>.size)
      guard inflateInit2_(zlib, 15 + 16, zlibVersion(), size) == Z_OK else {
        inflating = false
        throw DatasetError(.unreadable, path, "zlib does not start", remedy: "free some memory")
      }
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if inflating { inflateEnd(zlib) }
    zlib.deallocate()
  }

  /// Writes the next bytes into `buffer` and returns how many, 0 at the end.
  /// - Throws: `DatasetError` of kind `unreadable` or `damaged` (truncated or corrupt gzip).
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    guard let base = buffer.baseAddress, buffer.count > 0 else { return 0 }
    return inflating ? try inflateNext(base, buffer.count) : try copyNext(buffer)
  }

  /// All the bytes that are left; for files that are needed as a whole.
  package func readAll() throws(DatasetError) -> [UInt8] {
    var bytes: [UInt8] = []
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = try read(into: chunk)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    }
  }

  private func copyNext(_ buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    if inputStart == inputEnd, try !refill() { return 0 }
    let count = min(buffer.count, inputEnd - inputStart)
    input.withUnsafeBytes { bytes in
      buffer.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[inputStart..<inputStart + count]))
    }
    inputStart += count
    return count
  }

  private func inflateNext(
    _ target: UnsafeMutableRawPointer, _ capacity: Int
  ) throws(DatasetError) -> Int {
    while true {
      if inputStart == inputEnd, try !refill() {
        guard memberOpen else { return 0 }
        throw DatasetError(
          .damaged, path, "the gzip data end in the middle", remedy: "fetch the file again")
      }
      if !memberOpen, try !openNextMember() { return 0 }
      let (status, written) = inflateStep(target, capacity)
      switch status {
      case Z_STREAM_END: memberOpen = false
      case Z_OK, Z_BUF_ERROR: break
      default:
        throw DatasetError(
          .damaged, path, "the gzip data are corrupt", remedy: "fetch the file again")
      }
      if written > 0 { return written }
    }
  }

  private func inflateStep(
    _ target: UnsafeMutableRawPointer, _ capacity: Int
  ) -> (status: Int32, written: Int) {
    let available = min(capacity, Int(UInt32.max))
    zlib.pointee.next_out = target.assumingMemoryBound(to: UInt8.self)
    zlib.pointee.avail_out = UInt32(available)
    let status = input.withUnsafeMutableBufferPointer { bytes in
      zlib.pointee.next_in = bytes.baseAddress.map { $0 + inputStart }
      zlib.pointee.avail_in = UInt32(inputEnd - inputStart)
      return inflate(zlib, Z_NO_FLUSH)
    }
    inputStart = inputEnd - Int(zlib.pointee.avail_in)
    return (status, available - Int(zlib.pointee.avail_out))
  }

  /// False at the end of the file; the input holds at least one byte when called.
  private func openNextMember() throws(DatasetError) -> Bool {
    while input[inputStart] == 0 {
      inputStart += 1
      if inputStart == inputEnd, try !refill() { return false }
    }
    guard input[inputStart] == 0x1f, inflateReset(zlib) == Z_OK else {
      throw DatasetError(
        .damaged, path, "something that is not gzip follows the gzip data",
        remedy: "fetch the file again")
    }
    memberOpen = true
    return true
  }

  /// Reads more of the file behind what is there; false at its end.
  private func refill() throws(DatasetError) -> Bool {
    if inputStart == inputEnd { (inputStart, inputEnd) = (0, 0) }
    while true {
      let end = inputEnd
      let descriptor = descriptor
      let count = input.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map {
          Foundation.read(descriptor, $0 + end, bytes.count - end)
        } ?? 0
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable() }
      inputEnd += count
      return count > 0
    }
  }

  private func unreadable() -> DatasetError {
    DatasetError(
      .unreadable, path, "cannot be read (\(String(cString: strerror(errno))))",
      remedy: "check its permissions and its disk")
  }
}
