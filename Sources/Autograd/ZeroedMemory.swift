#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Zeros at a cache line. The system hands out large pages only when they are touched.
package final class ZeroedMemory {
  package let start: UnsafeMutablePointer<Float>
  package let count: Int
  private let allocation: UnsafeMutableRawPointer

  package init(_ count: Int) {
    guard let allocation = calloc(count + 16, 4) else {
      fatalError("out of memory: \(count * 4) bytes wanted")
    }
    self.allocation = allocation
    self.count = count
    let aligned = (UInt(bitPattern: allocation) + 63) & ~63
    start = (allocation + Int(aligned - UInt(bitPattern: allocation)))
      .bindMemory(to: Float.self, capacity: count)
  }

  deinit { free(allocation) }
}
