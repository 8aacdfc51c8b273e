import Kernels
import Testing

@testable import Autograd

@Suite struct AttentionTests {
  struct Case: Sendable {
    let offsets: [Int]
    let heads: Int, width: Int
    let causal: Bool
  }

  static let cases: [Case] = [true, false].flatMap { causal in
    [
      Case(offsets: [0, 1], heads: 1, width: 1, causal: causal),
      Case(offsets: [0, 1, 2, 3], heads: 2, width: 6, causal: causal),
      Case(offsets: [0, 5, 6, 13], heads: 3, width: 9, causal: causal),
      Case(offsets: [0, 16, 33], heads: 2, width: 8, causal: causal),
      // Several blocks of queries, with the last full and not.
      Case(offsets: [0, 65], heads: 1, width: 3, causal: causal),
      Case(offsets: [0, 3, 131], heads: 1, width: 2, causal: causal),
    ]
  }

  static func check(_ c: Case, deviation: Double = 1) -> OperationCheck {
    OperationCheck(
      shapes: [[c.offsets[c.offsets.count - 1], 3 * c.width]],
      operation: { $0.attention($1[0], offsets: c.offsets, heads: c.heads, causal: c.causal) },
      reference: {
        Reference.attention(
          $0[0], offsets: c.offsets, heads: c.heads, width: c.width, causal: c.causal)
      }, deviation: deviation)
  }

  @Test(arguments: cases) func valueAndGradient(_ c: Case) { Self.check(c).run() }

  /// Scores of some hundred: only the differences may reach exp.
  @Test(arguments: [true, false]) func largeScores(causal: Bool) {
    var check = Self.check(
      Case(offsets: [0, 7, 20], heads: 2, width: 8, causal: causal), deviation: 12)
    check.tolerance = 2e-5
    check.run()
  }

  @Test(arguments: [true, false]) func manyShortSequencesInManyPieces(causal: Bool) {
    var stream = RandomStream(seed: 1, "lengths")
    var offsets = [0]
    while offsets.count < 90 {
      offsets.append(offsets[offsets.count - 1] + 1 + stream.integer(below: 40))
    }
    let check = Self.check(Case(offsets: offsets, heads: 2, width: 32, causal: causal))
    check.expectSameBytes()
    check.expectValue()
  }

  @Test(arguments: [true, false]) func longSequences(causal: Bool) {
    let check = Self.check(Case(offsets: [0, 300, 301, 520], heads: 4, width: 128, causal: causal))
    check.expectSameBytes()
    check.expectValue()
  }

  /// A sequence's result is the same bytes in whatever batch it lies.
  @Test func sequencesDoNotSeeOneAnother() {
    var stream = RandomStream(seed: 2, "rows")
    let rows = (0..<50 * 24).map { _ in stream.normal() }
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let together = tape.attention(
      tape.constant(rows, shape: [50, 24]), offsets: [0, 20, 50], heads: 2, causal: false)
    let alone = tape.attention(
      tape.constant(Array(rows[20 * 24..<50 * 24]), shape: [30, 24]), offsets: [0, 30], heads: 2,
      causal: false)
    #expect(Array(together.array[20 * 8..<50 * 8]) == alone.array)
  }
}
