import Kernels
import Testing

@testable import Autograd

@Suite struct LayerNormTests {
  static func check(_ n: Int, _ columns: Int) -> OperationCheck {
    OperationCheck(
      shapes: [[n, columns], [columns], [columns]],
      operation: { $0.layerNorm($1[0], scale: $1[1], shift: $1[2], epsilon: 1e-5) },
      reference: { Reference.layerNorm($0[0], $0[1], $0[2], columns: columns, epsilon: 1e-5) },
      tolerance: 5e-6)
  }

  @Test(arguments: [(1, 2), (3, 5), (7, 16), (2, 33), (19, 40)])
  func valueAndGradient(_ shape: (Int, Int)) { Self.check(shape.0, shape.1).run() }

  @Test func sameBytesWhereWorkIsSplit() {
    Self.check(1500, 64).expectSameBytes()
    Self.check(333, 385).expectSameBytes()
  }

  /// Far from zero the variance must not be lost in the mean.
  @Test func valuesFarFromZero() {
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
    let x = (0..<64).map { 4096 + Float($0 % 4) }
    let y = tape.layerNorm(
      tape.constant(x, shape: [1, 64]),
      scale: tape.constant(.init(repeating: 1, count: 64), shape: [64]),
      shift: tape.constant(.init(repeating: 0, count: 64), shape: [64]))
    let exact = Reference.layerNorm(
      x.map(Double.init), .init(repeating: 1, count: 64), .init(repeating: 0, count: 64),
      columns: 64,
      epsilon: 1e-5)
    expectClose(y.array, exact, 1e-6, "value")
  }
}
