import Kernels
import Testing

@testable import Autograd

@Suite struct ParameterStoreTests {
  @Test func trainableParametersLieFirst() {
    let store = ParameterStore()
    let frozen = store.add("frozen", [3], trainable: false)
    let weight = store.add("weight", [5, 4])
    let bias = store.add("bias", [4])
    store.seal()
    #expect(weight.range == 0..<20)
    #expect(bias.range == 32..<36)
    #expect(frozen.range == 48..<51)
    #expect(store.count == 64)
    #expect(store.trainableCount == 48)
    #expect(store.weightCount == 27)
    #expect(store["bias"] === bias)
    #expect(store["other"] == nil)
    #expect(!frozen.tensor.needsGradient)
    bias.set([1, 2, 3, 4])
    #expect(store.values[33] == 2)
    #expect(weight.array == [Float](repeating: 0, count: 20))
  }

  /// A backward pass adds to the flat gradients; frozen parameters take no part.
  @Test func gradientsAccumulateInTheStore() {
    let store = ParameterStore()
    let weight = store.add("weight", [1, 1])
    let frozen = store.add("frozen", [1], trainable: false)
    store.seal()
    weight.set([2])
    frozen.set([1])
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
    for _ in 0..<2 {
      let x = tape.constant([3], shape: [1, 1])
      let y = tape.linear(x, weight: weight.tensor, bias: frozen.tensor, layout: .inputOutput)
      tape.backward(from: tape.squaredError(y, target: tape.constant([5], shape: [1, 1])))
    }
    // y = 7, dL/dy = 4, dL/dw = 12, twice.
    #expect(store.gradients[0] == 24)
  }
}
