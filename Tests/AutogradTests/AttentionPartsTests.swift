import Kernels
import Testing

@testable import Autograd

/// Attention with operands apart, shared key heads, windows, and heads anywhere in a row.
@Suite struct AttentionPartsTests {
  struct Case: Sendable {
    let offsets: [Int]
    let heads: Int, keyHeads: Int, headWidth: Int
    var rule = AttentionRule(causal: true)
  }

  static let cases = [
    Case(offsets: [0, 1], heads: 2, keyHeads: 1, headWidth: 1),
    Case(offsets: [0, 5, 6, 13], heads: 4, keyHeads: 2, headWidth: 3),
    Case(
      offsets: [0, 4, 9], heads: 3, keyHeads: 3, headWidth: 5, rule: AttentionRule(causal: false)),
    Case(
      offsets: [0, 4, 9], heads: 6, keyHeads: 2, headWidth: 2,
      rule: AttentionRule(causal: true, scale: 0.3)),
    Case(
      offsets: [0, 7, 20], heads: 2, keyHeads: 1, headWidth: 4,
      rule: AttentionRule(causal: true, window: 3)),
    // Several blocks; keys that no row of a block sees; windows of two and of all.
    Case(
      offsets: [0, 70], heads: 2, keyHeads: 1, headWidth: 2,
      rule: AttentionRule(causal: true, window: 2)),
    Case(
      offsets: [0, 3, 140], heads: 1, keyHeads: 1, headWidth: 2,
      rule: AttentionRule(causal: true, window: 30)),
    Case(
      offsets: [0, 66], heads: 1, keyHeads: 1, headWidth: 2,
      rule: AttentionRule(causal: true, window: 66)),
  ]

  static func check(_ c: Case) -> OperationCheck {
    let n = c.offsets[c.offsets.count - 1]
    let own = HeadLayout(count: c.heads, width: c.headWidth)
    let shared = HeadLayout(count: c.keyHeads, width: c.headWidth)
    return OperationCheck(
      shapes: [[n, own.totalWidth], [n, shared.totalWidth], [n, shared.totalWidth]],
      operation: {
        $0.attention(
          queries: $1[0], keys: $1[1], values: $1[2], offsets: c.offsets, heads: c.heads,
          keyValueHeads: c.keyHeads, headWidth: c.headWidth, c.rule)
      },
      reference: { x in
        let parts = zip(x, [own, shared, shared]).map {
          Reference.Heads(values: $0, columns: $1.totalWidth, layout: $1)
        }
        return Reference.attention(
          parts[0], parts[1], parts[2], offsets: c.offsets, c.rule)
      })
  }

  @Test(arguments: cases) func valueAndGradient(_ c: Case) { Self.check(c).run() }

  @Test(arguments: [nil, 16, 50, 100, 299])
  func longSequences(window: Int?) {
    let check = Self.check(
      Case(
        offsets: [0, 300, 301, 520], heads: 4, keyHeads: 2, headWidth: 32,
        rule: AttentionRule(causal: true, window: window)))
    check.expectSameBytes()
    check.expectValue()
  }

  struct Chosen: Sendable {
    let offsets: [Int], rows: [Int]
    let heads: Int, keyHeads: Int, headWidth: Int
    var rule = AttentionRule(causal: true)
  }

  static let chosen = [
    // The last of each sequence; the first; none of a sequence; one twice; many, with gaps.
    Chosen(offsets: [0, 1, 6, 13], rows: [0, 5, 12], heads: 2, keyHeads: 2, headWidth: 3),
    Chosen(
      offsets: [0, 4, 9], rows: [0, 4], heads: 4, keyHeads: 2, headWidth: 4,
      rule: AttentionRule(causal: false)),
    Chosen(offsets: [0, 4, 9, 12], rows: [2, 9, 9, 11], heads: 2, keyHeads: 1, headWidth: 5),
    Chosen(
      offsets: [0, 45], rows: (0..<45).filter { $0 % 7 != 0 }, heads: 2, keyHeads: 1, headWidth: 2,
      rule: AttentionRule(causal: true, window: 9)),
    Chosen(
      offsets: [0, 40], rows: [3, 39], heads: 1, keyHeads: 1, headWidth: 2,
      rule: AttentionRule(causal: true, window: 5)),
  ]

  /// Queries of some rows alone; keys and values apart, or in one tensor.
  @Test(arguments: chosen, [true, false]) func queriesOfSomeRows(_ c: Chosen, isTogether: Bool) {
    let n = c.offsets[c.offsets.count - 1]
    let own = HeadLayout(count: c.heads, width: c.headWidth)
    let shared = HeadLayout(count: c.keyHeads, width: c.headWidth)
    let width = shared.totalWidth
    var second = shared
    second.start = width
    let values = second
    let queries = [c.rows.count, own.totalWidth]
    OperationCheck(
      shapes: isTogether ? [queries, [n, 2 * width]] : [queries, [n, width], [n, width]],
      operation: {
        isTogether
          ? $0.attention(
            queries: $1[0], own, rows: c.rows, keysAndValues: $1[1], keys: shared, values: values,
            offsets: c.offsets, c.rule)
          : $0.attention(
            queries: $1[0], rows: c.rows, keys: $1[1], values: $1[2], offsets: c.offsets,
            heads: c.heads, keyValueHeads: c.keyHeads, headWidth: c.headWidth, c.rule)
      },
      reference: { x in
        // All queries, those that were not given being zero; of the results those that are wanted.
        c.rows.indices.flatMap { i in
          var all = [Double](repeating: 0, count: n * own.totalWidth)
          let (row, columns) = (c.rows[i], own.totalWidth)
          for j in 0..<columns { all[row * columns + j] = x[0][i * columns + j] }
          let q = Reference.Heads(values: all, columns: columns, layout: own)
          let k = Reference.Heads(
            values: x[1], columns: isTogether ? 2 * width : width, layout: shared)
          let v = Reference.Heads(
            values: isTogether ? x[1] : x[2], columns: isTogether ? 2 * width : width,
            layout: isTogether ? values : shared)
          let y = Reference.attention(q, k, v, offsets: c.offsets, c.rule)
          return Array(y[row * columns..<(row + 1) * columns])
        }
      }
    ).run()
  }

  /// GPT-NeoX's rows: for each head its query, key and value.
  @Test(arguments: [true, false]) func headsThatInterleave(causal: Bool) {
    let (heads, d, offsets) = (3, 4, [0, 5, 12])
    let layouts = (0..<3).map {
      HeadLayout(count: heads, width: d, start: $0 * d, pitch: 3 * d)
    }
    let rule = AttentionRule(causal: causal)
    OperationCheck(
      shapes: [[12, 3 * heads * d]],
      operation: {
        $0.attention(
          $1[0], queries: layouts[0], keys: layouts[1], values: layouts[2], offsets: offsets, rule)
      },
      reference: { x in
        let parts = layouts.map {
          Reference.Heads(values: x[0], columns: 3 * heads * d, layout: $0)
        }
        return Reference.attention(parts[0], parts[1], parts[2], offsets: offsets, rule)
      }
    ).run()
  }

  /// What lies before the window has no part at all, not even as 0 · ∞.
  @Test func beyondTheWindowNothingCounts() {
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    func ones(_ first: Float) -> Tensor {
      tape.constant([first] + [Float](repeating: 1, count: 79), shape: [80, 1])
    }
    let y = tape.attention(
      queries: ones(1), keys: ones(200), values: ones(1e30), offsets: [0, 80], heads: 1,
      headWidth: 1, AttentionRule(causal: true, window: 20)
    ).array
    #expect(y[19] > 1e28 && y[20...].allSatisfy { $0 == 1 })
  }

  /// Where only some of the three are trained (LoRA on queries), the others need no place.
  @Test(arguments: 0..<3) func partsWithoutGradient(trained: Int) {
    let c = Self.cases[4]
    func gradients(_ needed: [Bool]) -> [[Float]] {
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
      let tensors = Self.check(c).shapes.enumerated().map { index, shape in
        var stream = RandomStream(seed: 0, "part", index: UInt64(index))
        return tape.constant(
          (0..<shape[0] * shape[1]).map { _ in stream.normal() }, shape: shape,
          needsGradient: needed[index])
      }
      tape.backward(from: tape.weightedSum(Self.check(c).operation(tape, tensors)))
      return tensors.map(\.gradientArray)
    }
    let all = gradients([true, true, true])
    let one = gradients((0..<3).map { $0 == trained })
    #expect(one[trained] == all[trained])
  }
}
