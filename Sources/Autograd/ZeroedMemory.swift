#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Zeros at a page. The system hands out memory only when it is touched.
package final class ZeroedMemory {
  package let start: UnsafeMutablePointer<Float>
  package let count: Int
  private let bytes: Int

  package init(_ count: Int) {
    self.count = count
    bytes = max(count, 1) * 4
    #if canImport(Glibc)
      let anonymous = MAP_PRIVATE | MAP_ANONYMOUS
    #else
      let anonymous = MAP_PRIVATE | MAP_ANON
    #endif
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, anonymous, -1, 0)
    guard let memory, memory != MAP_FAILED else {
      fatalError("out of memory: \(bytes) bytes wanted")
    }
    start = memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  deinit { munmap(start, bytes) }

  /// Says that all of a range will be used, so that the system hands it out at once, in large pages
  /// if it can: a page that is first read and then written costs two interruptions of all cores.
  func expectUse(of range: Range<Int>) {
    #if os(Linux)
      let page = 4096
      let first = (range.lowerBound * 4 + page - 1) / page * page
      let end = range.upperBound * 4 / page * page
      guard first < end else { return }
      // Hints: a system that does not know them hands out memory later, page by page.
      let populate: Int32 = 23  // MADV_POPULATE_WRITE
      for hint in [MADV_HUGEPAGE, populate] {
        madvise(UnsafeMutableRawPointer(start) + first, end - first, hint)
      }
    #endif
  }
}
