import Foundation
import Kernels
import Testing

@testable import Autograd

@Suite struct CustomLossTests {
  /// Σ x⁴, as if it were someone's own loss.
  @Test func valueAndGradient() {
    OperationCheck(
      shapes: [[4, 3]],
      operation: { tape, t in
        tape.loss(of: tape.scale(t[0], by: 2)) { x, gradient in
          for i in x.indices { gradient?[i] = 4 * x[i] * x[i] * x[i] }
          return x.reduce(0) { $0 + $1 * $1 * $1 * $1 }
        }
      },
      reference: { x in [x[0].reduce(0) { $0 + pow(2 * $1, 4) }] }
    ).run()
  }

  @Test func noGradientIsAskedForWithoutRecording() {
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let x = tape.constant([1, 2], shape: [1, 2], needsGradient: true)
    let loss = tape.loss(of: x) { x, gradient in
      #expect(gradient == nil)
      return x[0] + x[1]
    }
    #expect(loss.scalar == 3)
    #expect(!loss.needsGradient)
  }
}
