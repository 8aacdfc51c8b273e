#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The residual stream of all tokens between two passes over them, `x_NE`, on disk: a file that has no
/// name any more, so that nothing of it is left however the program ends.
final class HiddenStateFile {
  private let descriptor: Int32
  private let width: Int
  private let folder: ScratchFolder

  /// - Parameter folder: with room for `rows` × `width` floats.
  init(rows: Int, width: Int, in folder: ScratchFolder) throws(ScratchError) {
    self.width = width
    self.folder = folder
    var name = Array("\(folder.path)/.w2s-hidden-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw Self.failure(folder, "cannot be written to") }
    unlink(name)
    guard ftruncate(descriptor, off_t(rows * width * MemoryLayout<Float>.stride)) == 0 else {
      throw Self.failure(folder, "has no room for hidden states")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func write(_ values: UnsafePointer<Float>, _ rows: Range<Int>) throws(ScratchError) {
    try transfer(
      UnsafeMutableRawPointer(mutating: values), rows, or: "has no room for hidden states"
    ) {
      pwrite(descriptor, $0, $1, $2)
    }
  }

  func read(_ values: UnsafeMutablePointer<Float>, _ rows: Range<Int>) throws(ScratchError) {
    try transfer(values, rows, or: "does not give back hidden states") {
      pread(descriptor, $0, $1, $2)
    }
  }

  private func transfer(
    _ start: UnsafeMutableRawPointer, _ rows: Range<Int>, or problem: String,
    _ call: (UnsafeMutableRawPointer, Int, off_t) -> Int
  ) throws(ScratchError) {
    let pitch = width * MemoryLayout<Float>.stride
    let (offset, size) = (rows.lowerBound * pitch, rows.count * pitch)
    var done = 0
    while done < size {
      let count = call(start + done, size - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(folder, problem) }
      done += count
    }
  }

  private static func failure(_ folder: ScratchFolder, _ problem: String) -> ScratchError {
    ScratchError(folder: folder, problem: "\(problem) (\(String(cString: strerror(errno))))")
  }
}

/// A folder for what is put aside for a while.
package struct ScratchFolder: Equatable, Sendable {
  package var path: String
  /// How to choose another one.
  package var remedy: String

  package init(_ path: String, remedy: String) {
    self.path = path
    self.remedy = remedy
  }
}

/// A folder cannot take what is put aside for a while.
package struct ScratchError: Error, Equatable, CustomStringConvertible {
  package var folder: ScratchFolder
  package var problem: String

  package var description: String {
    "\(folder.path): \(problem); free some space, or \(folder.remedy)"
  }
}
