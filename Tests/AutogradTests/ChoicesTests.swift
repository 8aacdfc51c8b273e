import Foundation
import Kernels
import Testing

@testable import Autograd

@Suite struct ChoicesTests {
  /// `counts[n]` entries of row n, all different and in no order.
  private static func choices(_ counts: [Int], of entries: Int) -> (ids: [Int32], offsets: [Int]) {
    var (ids, offsets) = ([Int32](), [0])
    for (row, count) in counts.enumerated() {
      // 7 divides none of the numbers of entries here.
      ids += (0..<count).map { Int32((5 * row + 7 * $0) % entries) }
      offsets.append(ids.count)
    }
    return (ids, offsets)
  }

  private static func reference(
    _ x: [Double], _ counts: [Int], of entries: Int, rest: ChoiceLogits.Rest
  ) -> [[Double]] {
    let (ids, offsets) = choices(counts, of: entries)
    return counts.indices.map { row in
      let own = ids[offsets[row]..<offsets[row + 1]].map(Int.init)
      let logits = Array(x[row * entries..<(row + 1) * entries])
      let others = logits.indices.filter { !own.contains($0) }.map { logits[$0] }
      let first =
        switch rest {
        case .sum: log(others.reduce(0) { $0 + exp($1) })
        case .greatest: others.max() ?? .nan
        }
      return [first] + own.map { logits[$0] }
    }
  }

  @Test(
    arguments: [([1], 2), ([3, 3, 3], 5), ([0, 0], 9), ([32, 32], 33), ([16, 16, 16, 16], 40)],
    [ChoiceLogits.Rest.sum, .greatest])
  func logitsOfChoicesAndOfTheRest(_ shape: ([Int], Int), rest: ChoiceLogits.Rest) {
    let (counts, entries) = shape
    let (ids, offsets) = Self.choices(counts, of: entries)
    OperationCheck(
      shapes: [[counts.count, entries]],
      operation: {
        $0.choices($1[0], among: ids, offsets: offsets, columns: counts[0] + 1, rest: rest)
      },
      reference: { Self.reference($0[0], counts, of: entries, rest: rest).flatMap { $0 } },
      deviation: 3
    ).run()
  }

  /// Two uses of the same logits add their gradients.
  @Test func gradientsAreAddedToWhatIsThere() {
    let (ids, offsets) = Self.choices([4, 4, 4], of: 11)
    OperationCheck(
      shapes: [[3, 11]],
      operation: { tape, t in
        tape.add(
          tape.choices(t[0], among: ids, offsets: offsets, columns: 5, rest: .sum),
          tape.choices(t[0], among: ids, offsets: offsets, columns: 5, rest: .greatest))
      },
      reference: { x in
        zip(
          Self.reference(x[0], [4, 4, 4], of: 11, rest: .sum).flatMap { $0 },
          Self.reference(x[0], [4, 4, 4], of: 11, rest: .greatest).flatMap { $0 }
        ).map { $0 + $1 }
      }
    ).run()
  }

  /// Softmax over choices and the rest is softmax over all entries: rows of different numbers of
  /// choices, and every class in turn.
  @Test(arguments: [0, 1, 2]) func crossEntropyIsThatOfAllEntries(turn: Int) {
    let counts = [3, 1, 0, 7, 2, 5]
    let (ids, offsets) = Self.choices(counts, of: 12)
    let classes = counts.enumerated().map { ($0 + turn) % ($1 + 1) }
    OperationCheck(
      shapes: [[counts.count, 12]],
      operation: { tape, t in
        tape.softmaxCrossEntropy(
          tape.choices(t[0], among: ids, offsets: offsets, columns: 8, rest: .sum),
          classes: classes.map(Int32.init))
      },
      reference: { x in
        let sums = counts.indices.map { row in
          let logits = x[0][row * 12..<(row + 1) * 12]
          let own = Self.reference(x[0], counts, of: 12, rest: .sum)[row]
          return log(logits.reduce(0) { $0 + exp($1) }) - own[classes[row]]
        }
        return [sums.reduce(0, +) / Double(counts.count)]
      },
      deviation: 2
    ).run()
  }

  @Test(arguments: [ChoiceLogits.Rest.sum, .greatest])
  func whatStandsForNothingLiesFarBelowAndHasNoGradient(rest: ChoiceLogits.Rest) {
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
    let x = tape.constant([1, 9, 2, 4, 5, 6, 3, 8], shape: [2, 4], needsGradient: true)
    let z = tape.choices(x, among: [1, 0, 1, 2, 3], offsets: [0, 1, 5], columns: 6, rest: rest)
    let values = z.array
    #expect(values[2..<6].allSatisfy { $0 == 9 - 60 })
    // A row whose every entry is a choice has no rest.
    #expect(values[6] == 8 - 60 && values[11] == 8 - 60)
    #expect(Array(values[7..<11]) == [5, 6, 3, 8])
    tape.backward(from: [(z, [0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1] as [Float])])
    #expect(x.gradientArray == [0, 0, 0, 0, 0, 0, 0, 0])
  }

  /// What is nothing loses also where it is rounded to the greatest.
  @Test func hugeLogitsStayFinite() {
    for rest in [ChoiceLogits.Rest.sum, .greatest] {
      let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
      let x = tape.constant(
        [1e4, -1e4, 0, 3e38, -3e38, 1e38, -3e38, -3e38, -3e38], shape: [3, 3],
        needsGradient: true)
      let z = tape.choices(
        x, among: [1, 0, 1, 2], offsets: [0, 1, 3, 4], columns: 5, rest: rest)
      #expect(z.array.allSatisfy { $0.isFinite })
      #expect(z.array[0] == 1e4 && z.array[1] == -1e4 && z.array[6] == 3e38)
      tape.backward(from: tape.softmaxCrossEntropy(z, classes: [0, 1, 1]))
      #expect(x.gradientArray.allSatisfy { $0.isFinite })
    }
  }

  @Test(arguments: [ChoiceLogits.Rest.sum, .greatest])
  func sameBytesWhereWorkIsSplit(rest: ChoiceLogits.Rest) {
    let counts = (0..<900).map { $0 % 30 }
    let (ids, offsets) = Self.choices(counts, of: 71)
    OperationCheck(
      shapes: [[900, 71]],
      operation: { $0.choices($1[0], among: ids, offsets: offsets, columns: 30, rest: rest) },
      reference: { $0[0] }
    ).expectSameBytes()
  }
}
