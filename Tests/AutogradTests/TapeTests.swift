import Kernels
import Testing

@testable import Autograd

@Suite struct TapeTests {
  static func layer(_ tape: Tape, _ x: Tensor, _ weight: Tensor) -> Tensor {
    tape.gelu(tape.linear(x, weight: weight, layout: .inputOutput), .tanh)
  }

  /// Ten layers without recording need the memory of little more than one.
  @Test func nothingIsKeptWithoutRecording() {
    for (recording, limit) in [(false, 5), (true, 30)] {
      let pool = MemoryPool()
      let tape = Tape(pool: pool, team: WorkerTeam(), recording: recording)
      let weight = tape.constant(
        [Float](repeating: 0.1, count: 64 * 64), shape: [64, 64], needsGradient: true)
      var x = tape.constant([Float](repeating: 1, count: 128 * 64), shape: [128, 64])
      for _ in 0..<10 { x = Self.layer(tape, x, weight) }
      #expect(pool.peakBytes <= limit * 128 * 64 * 4)
      #expect(recording || pool.bytesInUse <= 2 * 128 * 64 * 4)
      #expect(x.needsGradient == recording)
    }
  }

  @Test func whatNobodyDifferentiatesIsNotRecorded() {
    let pool = MemoryPool()
    let tape = Tape(pool: pool, team: WorkerTeam())
    do {
      let weight = tape.constant([1, 2, 3, 4], shape: [2, 2])
      let y = Self.layer(tape, weight, weight)
      #expect(!y.needsGradient)
    }
    #expect(pool.bytesInUse == 0)
  }

  @Test func clearForgets() {
    let pool = MemoryPool()
    let tape = Tape(pool: pool, team: WorkerTeam())
    _ = Self.layer(
      tape, tape.constant([1, 2], shape: [1, 2], needsGradient: true),
      tape.constant([1, 2, 3, 4], shape: [2, 2]))
    #expect(pool.bytesInUse > 0)
    tape.clear()
    #expect(pool.bytesInUse == 0)
  }

  /// What does not lead to the loss gets no gradient, and does not disturb.
  @Test func branchesThatAreNotUsed() {
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
    let x = tape.constant([1, 2], shape: [1, 2], needsGradient: true)
    let y = tape.scale(x, by: 2)
    _ = tape.scale(tape.relu(x), by: 5)
    tape.backward(from: tape.sum(y))
    #expect(x.gradientArray == [2, 2])
  }
}
