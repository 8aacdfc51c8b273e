#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory for the tensors of one computation, used again and again: pages fresh from the system are
/// slow to touch.
///
/// Buffers come in size classes, four to an octave; a request may get one of up to twice its size.
/// The pool holds at most a quarter more than was ever needed at once, however lengths vary from
/// step to step. Not to be shared between computations that run at the same time.
package final class MemoryPool {
  private var free: [[UnsafeMutablePointer<Float>]] = []

  /// Bytes that the pool holds, in use or free.
  package private(set) var bytes = 0
  /// The most it has held.
  package private(set) var peakBytes = 0
  /// Bytes asked for and not yet given back.
  package private(set) var bytesInUse = 0
  private var peakBytesInUse = 0

  package init() {}

  deinit {
    for list in free { for buffer in list { MemoryPool.release(buffer) } }
  }

  /// Uninitialized memory for `count` floats, aligned to a cache line.
  package func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let wanted = MemoryPool.sizeClass(count)
    while free.count <= wanted + 4 { free.append([]) }
    bytesInUse += MemoryPool.bytes(wanted)
    peakBytesInUse = max(peakBytesInUse, bytesInUse)
    for candidate in wanted...(wanted + 4) {
      if let buffer = free[candidate].popLast() {
        return MemoryPool.book(buffer, Booking(sizeClass: candidate, wanted: wanted))
      }
    }
    return MemoryPool.book(allocate(wanted), Booking(sizeClass: wanted, wanted: wanted))
  }

  /// Takes back what `take` gave.
  package func give(_ buffer: UnsafeMutablePointer<Float>) {
    let start = buffer - MemoryPool.header / 4
    let booking = UnsafeRawPointer(start).load(as: Booking.self)
    bytesInUse -= MemoryPool.bytes(booking.wanted)
    free[booking.sizeClass].append(start)
  }

  private func allocate(_ sizeClass: Int) -> UnsafeMutablePointer<Float> {
    let size = MemoryPool.bytes(sizeClass)
    // Free buffers that did not fit make room: those that are too small, then those too large.
    let limit = peakBytesInUse + peakBytesInUse / 4
    for other in Array((0..<sizeClass).reversed()) + Array((sizeClass..<free.count).reversed()) {
      while bytes + size > limit, let buffer = free[other].popLast() {
        MemoryPool.release(buffer)
        bytes -= MemoryPool.bytes(other)
      }
    }
    var memory: UnsafeMutableRawPointer?
    let failure = posix_memalign(&memory, 64, size + MemoryPool.header)
    guard failure == 0, let memory else { fatalError("out of memory: \(size) bytes wanted") }
    bytes += size
    peakBytes = max(peakBytes, bytes)
    return memory.assumingMemoryBound(to: Float.self)
  }

  private static func release(_ buffer: UnsafeMutablePointer<Float>) {
    #if canImport(Glibc)
      Glibc.free(buffer)
    #else
      Darwin.free(buffer)
    #endif
  }

  // A cache line before each buffer says what it is.
  private static let header = 64
  private struct Booking {
    let sizeClass: Int
    let wanted: Int
  }

  private static func book(_ start: UnsafeMutablePointer<Float>, _ booking: Booking)
    -> UnsafeMutablePointer<Float>
  {
    UnsafeMutableRawPointer(start).storeBytes(of: booking, as: Booking.self)
    return start + header / 4
  }

  /// Class c holds (4 + c mod 4) · 2^(c div 4) · 16 floats.
  static func sizeClass(_ count: Int) -> Int {
    precondition(count >= 0)
    let lines = max(4, (count + 15) / 16)
    let octave = Int.bitWidth - 1 - lines.leadingZeroBitCount - 2
    let unit = 1 << octave
    return octave * 4 + (lines + unit - 1) / unit - 4
  }

  static func bytes(_ sizeClass: Int) -> Int {
    (4 + sizeClass % 4) << (sizeClass / 4) * 64
  }
}
