import Foundation
import Kernels
import Testing

@testable import Autograd

@Suite struct ContinuationsTests {
  /// Examples of `counts[e][b]` continuations with the b-th first entry, all different and in no order.
  private static func examples(
    _ counts: [[Int]], of entries: Int
  ) -> [[ContinuationLogits.Branch]] {
    counts.enumerated().map { example, counts in
      let all = counts.reduce(0, +)
      var place = 0
      return counts.enumerated().map { b, count in
        // 7 divides none of the numbers of entries here.
        let branch = ContinuationLogits.Branch(
          first: (3 * example + 7 * b) % entries,
          // The last continuation first.
          places: (0..<count).map { all - 1 - place - $0 },
          seconds: (0..<count).map { (5 * example + b + 7 * $0) % entries })
        place += count
        return branch
      }
    }
  }

  private static func rows(_ counts: [[Int]]) -> Int { counts.reduce(0) { $0 + 1 + $1.count } }

  /// z of each example, without what stands for nothing; z_0 as the difference from 1.
  private static func reference(
    _ x: [Double], _ examples: [[ContinuationLogits.Branch]], of entries: Int
  ) -> [[Double]] {
    let logs = Reference.logSoftmax(x, columns: entries)
    var row = 0
    return examples.map { branches in
      var z = [Double](repeating: 0, count: 1 + branches.reduce(0) { $0 + $1.places.count })
      for (b, branch) in branches.enumerated() {
        for (place, second) in zip(branch.places, branch.seconds) {
          z[place + 1] = logs[row * entries + branch.first] + logs[(row + b + 1) * entries + second]
        }
      }
      z[0] = log(1 - z.dropFirst().reduce(0) { $0 + exp($1) })
      row += 1 + branches.count
      return z
    }
  }

  static let shapes: [([[Int]], Int)] = [
    ([[1]], 2), ([[2, 1], [1, 2]], 5), ([[5, 5, 5]], 5), ([[3, 1, 4], [8], [1, 1, 6]], 33),
    ([[20, 20], [1, 39]], 40),
  ]

  @Test(arguments: shapes) func logProbabilities(_ shape: ([[Int]], Int)) {
    let (counts, entries) = shape
    let examples = Self.examples(counts, of: entries)
    OperationCheck(
      shapes: [[Self.rows(counts), entries]],
      operation: {
        $0.continuations(
          $1[0], of: examples, columns: 1 + counts[0].reduce(0, +), isPrediction: false)
      },
      reference: { Self.reference($0[0], examples, of: entries).flatMap { $0 } },
      deviation: 2, tolerance: 4e-6
    ).run()
  }

  @Test func gradientsAreAddedToWhatIsThere() {
    let examples = Self.examples([[2, 2], [1, 3]], of: 11)
    OperationCheck(
      shapes: [[6, 11]],
      operation: { tape, t in
        func z() -> Tensor {
          tape.continuations(t[0], of: examples, columns: 5, isPrediction: false)
        }
        return tape.add(z(), z())
      },
      reference: { Self.reference($0[0], examples, of: 11).flatMap { $0 }.map { 2 * $0 } }
    ).run()
  }

  /// Softmax of z is exp z: cross-entropy is −log p of both entries together, for every class in turn.
  @Test(arguments: 0..<4) func crossEntropyIsThatOfBothEntries(turn: Int) {
    let counts = [[2, 1], [1], [3, 3, 1], [2]]
    let examples = Self.examples(counts, of: 12)
    let classes = counts.enumerated().map { ($0 + turn) % ($1.reduce(1, +)) }
    OperationCheck(
      shapes: [[Self.rows(counts), 12]],
      operation: { tape, t in
        tape.softmaxCrossEntropy(
          tape.continuations(t[0], of: examples, columns: 9, isPrediction: false),
          classes: classes.map(Int32.init))
      },
      reference: { x in
        let z = Self.reference(x[0], examples, of: 12)
        return [-zip(z, classes).reduce(0) { $0 + $1.0[$1.1] } / Double(counts.count)]
      }
    ).run()
  }

  /// What is left of 1 is known to the last digit where it is little, and has a floor.
  @Test func whatIsLeftIsExactHoweverLittleItIs() {
    let example = [[ContinuationLogits.Branch(first: 1, places: [0], seconds: [0])]]
    for (margin, expected) in [(20.0, -19.3068528), (30, -29.3068528), (40, -30)]
      as [(Double, Double)]
    {
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
      let x = tape.constant(
        [0, Float(margin), Float(margin), 0], shape: [2, 2], needsGradient: true)
      let z = tape.continuations(x, of: example, columns: 3, isPrediction: false)
      #expect(abs(Double(z.array[0]) - expected) < 1e-5)
      #expect(z.array[2] == max(z.array[0], z.array[1]) - 60)
      tape.backward(from: [(z, [1, 0, 1] as [Float])])
      // Half of what is left begins no continuation, half completes none; both by the same logit.
      let wanted: [Float] = margin < 35 ? [0.5, -0.5, -0.5, 0.5] : [0, 0, 0, 0]
      for (a, b) in zip(x.gradientArray, wanted) { #expect(abs(a - b) < 1e-5) }
    }
  }

  @Test func hugeLogitsStayFinite() {
    let examples = Self.examples([[1, 1]], of: 3)
    for isPrediction in [true, false] {
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
      let x = tape.constant(
        [1e4, -1e4, 0, 3e37, -3e37, 1e37, -3e4, -3e4, -3e4], shape: [3, 3], needsGradient: true)
      let z = tape.continuations(x, of: examples, columns: 5, isPrediction: isPrediction)
      #expect(z.array.allSatisfy { $0.isFinite })
      guard !isPrediction else { continue }
      tape.backward(from: tape.softmaxCrossEntropy(z, classes: [0]))
      #expect(x.gradientArray.allSatisfy { $0.isFinite })
    }
  }

  /// Class 0 wins where greedy decoding leaves the continuations at the first or at the second entry,
  /// and only there, whatever is left of 1.
  @Test func predictionsFollowGreedyDecoding() {
    let branches = [
      ContinuationLogits.Branch(first: 0, places: [0, 1], seconds: [0, 1]),
      ContinuationLogits.Branch(first: 1, places: [2], seconds: [2]),
    ]
    let cases: [([Float], isWritten: Bool)] = [
      // Written, though more is left than the written one has.
      ([2, 0, 1.9, 1.9, 1, 0.9, 0.9, 0.9, 0, 0, 0, 0], true),
      // The first entry begins none, though the continuations have most of the probability.
      ([2, 2, 2.1, -9, 9, 0, 0, 0, 0, 0, 9, 0], false),
      // The second completes none.
      ([9, 0, 0, 0, 2, 2, 2.1, -9, 0, 0, 9, 0], false),
      ([9, 0, 0, 0, 2, 2.1, 2, 2, 0, 0, 9, 0], true),
    ]
    for (logits, isWritten) in cases {
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
      let x = tape.constant(logits, shape: [3, 4], needsGradient: true)
      let z = tape.continuations(x, of: [branches], columns: 6, isPrediction: true)
      let trained = tape.continuations(x, of: [branches], columns: 6, isPrediction: false)
      #expect(!z.needsGradient)
      let (a, b) = (z.array, trained.array)
      #expect(Array(a[1...3]) == Array(b[1...3]))
      let greatest = a[1...3].max() ?? 0
      #expect(isWritten ? a[0] < greatest : a[0] > greatest)
      #expect(a[4...].allSatisfy { $0 == max(a[0], greatest) - 60 })
    }
  }

  @Test func sameBytesWhereWorkIsSplit() {
    let counts = (0..<300).map { [1 + $0 % 5, 1 + $0 % 3] }
    let examples = Self.examples(counts, of: 71)
    OperationCheck(
      shapes: [[900, 71]],
      operation: { $0.continuations($1[0], of: examples, columns: 30, isPrediction: false) },
      reference: { $0[0] }
    ).expectSameBytes()
  }
}
