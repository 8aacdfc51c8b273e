import Kernels
import Testing

@testable import Autograd

@Suite struct MemoryPoolTests {
  @Test func classesHoldWhatIsAskedForAndLittleMore() {
    for count in Array(0...5000) + [1 << 20, (1 << 20) + 1, 50_257 * 768] {
      let bytes = MemoryPool.bytes(MemoryPool.sizeClass(count))
      #expect(bytes >= count * 4)
      #expect(bytes <= max(256, count * 5 + 64))
    }
  }

  @Test func buffersAreReusedAndAligned() {
    let pool = MemoryPool()
    let first = pool.take(1000)
    #expect(Int(bitPattern: first) % 64 == 0)
    #expect(pool.take(1000) != first)
    pool.give(first)
    #expect(pool.take(990) == first)
  }

  /// Lengths that vary do not make memory grow beyond what the largest step needs.
  @Test func memoryStaysBounded() {
    let pool = MemoryPool()
    var stream = RandomStream(seed: 0, "lengths")
    for _ in 0..<2000 {
      let rows = 50 + stream.integer(below: 1000)
      let buffers = (0..<20).map { _ in pool.take(rows * 64) }
      for buffer in buffers { pool.give(buffer) }
    }
    #expect(pool.bytesInUse == 0)
    // A quarter for the classes, a quarter for buffers that do not fit.
    #expect(pool.peakBytes <= 20 * 1050 * 64 * 4 * 25 / 16)
  }

  @Test func aStepGivesEverythingBack() {
    let pool = MemoryPool()
    let tape = Tape(pool: pool, team: WorkerTeam())
    for _ in 0..<3 {
      let x = tape.constant([1, 2, 3, 4], shape: [2, 2], needsGradient: true)
      let y = tape.relu(tape.linear(x, weight: x, layout: .inputOutput))
      tape.backward(from: tape.squaredError(y, target: x))
    }
    #expect(pool.bytesInUse == 0)
  }
}
