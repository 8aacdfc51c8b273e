import CHDF5

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the system is told so that it loses no time. Nothing depends on it.
extension Descriptor {
  /// Lets the disk read ahead while the processor does something else.
  static func expectReading(_ number: Int32, at offset: Int, count: Int) {
    #if os(Linux)
      posix_fadvise(number, off_t(offset), off_t(count), POSIX_FADV_SEQUENTIAL)
    #endif
  }

  /// Spares most page faults of a large buffer that is about to be filled.
  static func useLargePages(_ buffer: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
      let page = 1 << 21
      guard let start = buffer.baseAddress, buffer.count >= 4 * page else { return }
      let first = start.alignedUp(toMultipleOf: page)
      let whole = (start + buffer.count).alignedDown(toMultipleOf: page) - first
      madvise(first, whole, MADV_HUGEPAGE)
    #endif
  }

  /// Lets the disk begin with these bytes while the processor does something else.
  static func startFlushing(_ number: Int32, at offset: Int, count: Int) {
    #if os(Linux)
      let startWriting: UInt32 = 2  // SYNC_FILE_RANGE_WRITE
      sync_file_range(number, offset, count, startWriting)
    #endif
  }
}
