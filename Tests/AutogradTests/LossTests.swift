import Kernels
import Testing

@testable import Autograd

@Suite struct LossTests {
  static func targets(_ rows: Int, _ columns: Int, normalized: Bool = true) -> [Float] {
    var stream = RandomStream(seed: 5, "targets")
    var values = (0..<rows * columns).map { _ in stream.uniform() }
    guard normalized else { return values }
    for row in 0..<rows {
      let range = row * columns..<(row + 1) * columns
      let sum = values[range].reduce(0, +)
      for i in range { values[i] /= sum }
    }
    return values
  }

  @Test(arguments: [(1, 2), (5, 3), (9, 33), (2, 16)], [true, false])
  func softTargets(_ shape: (Int, Int), normalized: Bool) {
    let (n, c) = shape
    let targets = Self.targets(n, c, normalized: normalized)
    OperationCheck(
      shapes: [[n, c]],
      operation: { $0.softmaxCrossEntropy($1[0], targets: $0.constant(targets, shape: [n, c])) },
      reference: { Reference.crossEntropy($0[0], targets: targets.map(Double.init), columns: c) },
      deviation: 3
    ).run()
  }

  @Test func rowWeights() {
    let targets = Self.targets(7, 4)
    let weights: [Float] = [0, 1, 2, 0.5, 0.25, 3, 1]
    OperationCheck(
      shapes: [[7, 4]],
      operation: { tape, t in
        tape.softmaxCrossEntropy(
          t[0], targets: tape.constant(targets, shape: [7, 4]),
          rowWeights: tape.constant(weights, shape: [7]))
      },
      reference: {
        Reference.crossEntropy(
          $0[0], targets: targets.map(Double.init), columns: 4, weights: weights.map(Double.init))
      }
    ).run()
  }

  @Test(arguments: [(1, 2), (5, 3), (9, 33)]) func classes(_ shape: (Int, Int)) {
    let (n, c) = shape
    let classes = (0..<n).map { Int32($0 * 7 % c) }
    var targets = [Double](repeating: 0, count: n * c)
    for (row, label) in classes.enumerated() { targets[row * c + Int(label)] = 1 }
    OperationCheck(
      shapes: [[n, c]], operation: { $0.softmaxCrossEntropy($1[0], classes: classes) },
      reference: { [targets] in Reference.crossEntropy($0[0], targets: targets, columns: c) }
    ).run()
  }

  @Test func hugeLogitsStayFinite() {
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
    let logits = tape.constant([1e4, -1e4, 0, 3e38], shape: [2, 2], needsGradient: true)
    let loss = tape.softmaxCrossEntropy(
      logits, targets: tape.constant([1, 0, 0, 1], shape: [2, 2]))
    tape.backward(from: loss)
    #expect(loss.scalar == 0)
    #expect(logits.gradientArray.allSatisfy { abs($0) < 1e-30 })
  }

  @Test func sameBytesWhereWorkIsSplit() {
    let targets = Self.targets(900, 70)
    OperationCheck(
      shapes: [[900, 70]],
      operation: {
        $0.softmaxCrossEntropy($1[0], targets: $0.constant(targets, shape: [900, 70]))
      },
      reference: { $0[0] }
    ).expectSameBytes()
  }

  @Test(arguments: [(1, 1), (6, 3), (40, 17)]) func squaredError(_ shape: (Int, Int)) {
    let (n, c) = shape
    let target = Self.targets(n, c)
    OperationCheck(
      shapes: [[n, c]],
      operation: { $0.squaredError($1[0], target: $0.constant(target, shape: [n, c])) },
      reference: { y in
        [
          zip(y[0], target).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
            / Double(n)
        ]
      }
    ).run()
  }

  @Test func scaleOfTheBackwardPass() {
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
    let y = tape.constant([3], shape: [1, 1], needsGradient: true)
    tape.backward(
      from: tape.squaredError(y, target: tape.constant([1], shape: [1, 1])), scale: 0.25)
    #expect(y.gradientArray == [1])
  }
}
