import Kernels
import Testing

@testable import Autograd

/// Sequences that end in branches: each of them as if it alone followed the prompt.
@Suite struct BranchTests {
  struct Case: Sendable {
    let offsets: [Int], prompts: [Int]
    let heads: Int, keyHeads: Int, headWidth: Int
    var window: Int?
    var rows: [Int]?
  }

  static let cases = [
    Case(offsets: [0, 2], prompts: [1], heads: 1, keyHeads: 1, headWidth: 2),
    Case(offsets: [0, 9, 12, 20], prompts: [4, 3, 1], heads: 4, keyHeads: 2, headWidth: 3),
    Case(
      offsets: [0, 12, 20], prompts: [7, 6], heads: 2, keyHeads: 1, headWidth: 2, window: 3),
    Case(offsets: [0, 9], prompts: [3], heads: 1, keyHeads: 1, headWidth: 2, window: 2),
    // Several blocks, of prompt, of both and of branches alone.
    Case(offsets: [0, 3, 105], prompts: [2, 40], heads: 1, keyHeads: 1, headWidth: 2),
    Case(offsets: [0, 105], prompts: [40], heads: 1, keyHeads: 1, headWidth: 2, window: 20),
    // The last of each prompt and the branches.
    Case(
      offsets: [0, 9, 50], prompts: [4, 10], heads: 2, keyHeads: 2, headWidth: 4,
      rows: Array(3..<9) + Array(18..<50)),
    Case(
      offsets: [0, 9, 50], prompts: [4, 10], heads: 2, keyHeads: 1, headWidth: 2, window: 4,
      rows: Array(3..<9) + Array(18..<50)),
  ]

  static func check(_ c: Case) -> OperationCheck {
    let n = c.offsets[c.offsets.count - 1]
    let own = HeadLayout(count: c.heads, width: c.headWidth)
    let shared = HeadLayout(count: c.keyHeads, width: c.headWidth)
    let rule = AttentionRule(causal: true, window: c.window)
    let rows = c.rows ?? Array(0..<n)
    return OperationCheck(
      shapes: [[rows.count, own.totalWidth], [n, shared.totalWidth], [n, shared.totalWidth]],
      operation: {
        $0.attention(
          queries: $1[0], rows: c.rows, keys: $1[1], values: $1[2], offsets: c.offsets,
          prompts: c.prompts, heads: c.heads, keyValueHeads: c.keyHeads, headWidth: c.headWidth,
          rule)
      },
      reference: { x in
        rows.indices.flatMap { i -> [Double] in
          // What this row sees, alone in a sequence, and itself at the end.
          let sequence = c.offsets.lastIndex(where: { $0 <= rows[i] }) ?? 0
          let start = c.offsets[sequence]
          let seen = Array(start..<min(rows[i], start + c.prompts[sequence])) + [rows[i]]
          func part(_ index: Int, _ columns: Int) -> [Double] {
            seen.flatMap { Array(x[index][$0 * columns..<($0 + 1) * columns]) }
          }
          var queries = [Double](repeating: 0, count: (seen.count - 1) * own.totalWidth)
          queries += x[0][i * own.totalWidth..<(i + 1) * own.totalWidth]
          let y = Reference.attention(
            Reference.Heads(values: queries, columns: own.totalWidth, layout: own),
            Reference.Heads(
              values: part(1, shared.totalWidth), columns: shared.totalWidth, layout: shared),
            Reference.Heads(
              values: part(2, shared.totalWidth), columns: shared.totalWidth, layout: shared),
            offsets: [0, seen.count], rule)
          return Array(y.suffix(own.totalWidth))
        }
      })
  }

  @Test(arguments: cases) func attention(_ c: Case) { Self.check(c).run() }

  @Test func attentionHasTheSameBytesWhereWorkIsSplit() {
    let check = Self.check(
      Case(
        offsets: [0, 300, 340, 520], prompts: [200, 27, 100], heads: 4, keyHeads: 2, headWidth: 32))
    check.expectSameBytes()
    check.expectValue()
  }

  /// Prompts that are all of their sequences change no byte.
  @Test(arguments: [nil, 7]) func noBranchesChangeNothing(window: Int?) {
    let plain = [[Float]](
      arrayLiteral: (0..<60 * 8).map { Float(($0 * 37) % 101) / 50 - 1 },
      (0..<60 * 8).map { Float(($0 * 53) % 97) / 40 - 1 },
      (0..<60 * 8).map { Float(($0 * 29) % 89) / 30 - 1 })
    func run(_ prompts: [Int]?) -> [[Float]] {
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
      let parts = plain.map { tape.constant($0, shape: [60, 8], needsGradient: true) }
      let y = tape.attention(
        queries: parts[0], keys: parts[1], values: parts[2], offsets: [0, 13, 60],
        prompts: prompts, heads: 2, headWidth: 4, AttentionRule(causal: true, window: window))
      tape.backward(from: tape.weightedSum(y))
      return [y.array] + parts.map(\.gradientArray)
    }
    #expect(run([13, 47]) == run(nil))
  }

  @Test func positions() {
    #expect(Tape.positions(offsets: [0, 2, 6]) == [0, 1, 0, 1, 2, 3])
    #expect(Tape.positions(offsets: [0, 2, 6], prompts: [2, 1]) == [0, 1, 0, 1, 1, 1])
  }

  @Test(arguments: [[1, 5, 3], [1, 1, 2], [1, 4, 1]]) func addPositions(prompts: [Int]) {
    let offsets = [0, 1, 6, 9]
    let places = Tape.positions(offsets: offsets, prompts: prompts).map(Int.init)
    OperationCheck(
      shapes: [[9, 3], [5, 3]],
      operation: {
        $0.addPositions($1[0], table: $1[1], offsets: offsets, prompts: prompts)
      },
      reference: { x in
        var y = x[0]
        for i in y.indices { y[i] += x[1][places[i / 3] * 3 + i % 3] }
        return y
      }
    ).run()
  }

  /// A row that is turned as in a sequence of its position alone.
  @Test func rotary() {
    let (offsets, prompts) = ([0, 3, 9], [1, 4])
    let table = RotaryTable(frequencies: [1, 0.5])
    let places = Tape.positions(offsets: offsets, prompts: prompts).map(Int.init)
    OperationCheck(
      shapes: [[9, 8]],
      operation: {
        $0.rotary($1[0], headWidth: 4, offsets: offsets, prompts: prompts, table: table)
      },
      reference: { x in
        (0..<9).flatMap { row -> [Double] in
          let own = Array(x[0][row * 8..<(row + 1) * 8])
          let before = [Double](repeating: 0, count: 8 * places[row])
          let turned = RotaryTests.reference(
            before + own, columns: 8, heads: [HeadLayout(count: 2, width: 4)],
            offsets: [0, places[row] + 1], frequencies: [1, 0.5], style: .halfSplit)
          return Array(turned.suffix(8))
        }
      }
    ).run()
  }
}
