import Kernels
import Testing

@testable import Autograd

/// Gradients of computations that run side by side.
@Suite struct LaneTests {
  private static func store() -> (ParameterStore, table: Parameter, weight: Parameter) {
    let store = ParameterStore()
    let table = store.add("table", [70, 3], sparseRows: true)
    let weight = store.add("weight", [3, 2])
    store.seal()
    table.set((0..<210).map { Float($0 % 7) - 3 })
    weight.set([1, -2, 0.5, 3, -1, 2])
    return (store, table, weight)
  }

  private static func differentiate(
    _ ids: [Int32], _ table: Parameter, _ weight: Parameter, lane: Int
  ) {
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), lane: lane)
    let x = tape.embedding(tape.leaf(table), ids: ids)
    let y = tape.linear(x, weight: tape.leaf(weight), layout: .inputOutput)
    tape.backward(from: y, gradient: [Float](repeating: 1, count: y.count))
  }

  @Test func lanesAddUpToOneComputation() {
    let (_, table, weight) = Self.store()
    Self.differentiate([5, 69, 5, 0], table, weight, lane: 0)
    let (parts, partTable, partWeight) = Self.store()
    parts.reserve(lanes: 3)
    for (lane, ids) in [[5, 69], [5], [0]].enumerated() {
      Self.differentiate(ids.map { Int32($0) }, partTable, partWeight, lane: lane)
    }
    #expect(partWeight.tensor.gradientArray != weight.tensor.gradientArray)
    parts.foldLanes(3, team: WorkerTeam(threads: 2))
    #expect(partWeight.tensor.gradientArray == weight.tensor.gradientArray)
    #expect(partTable.tensor.gradientArray == table.tensor.gradientArray)
    for row in 0..<70 {
      #expect(partTable.tensor.touchedRows?.contains(row) == [0, 5, 69].contains(row))
    }
    for lane in [1, 2] {
      for parameter in [partTable, partWeight] {
        #expect(parameter.tensor(lane: lane).gradientArray.allSatisfy { $0 == 0 })
        #expect(parameter.tensor(lane: lane).touchedRows?.count ?? 0 == 0)
      }
    }
  }

  @Test func lanesShareValuesAndFrozenParameters() {
    let store = ParameterStore()
    let weight = store.add("weight", [2])
    let frozen = store.add("frozen", [2], trainable: false)
    store.seal()
    store.reserve(lanes: 2)
    weight.set([3, 4])
    #expect(weight.tensor(lane: 1).array == [3, 4])
    #expect(frozen.tensor(lane: 1) === frozen.tensor)
  }
}
