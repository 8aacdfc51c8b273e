import Kernels
import Testing

@testable import Autograd

/// A small classifier with an embedding table of which each step touches a few rows.
@Suite struct AdamStateTests {
  struct Run: Equatable {
    var values: [Float] = []
    var first: [Float] = []
    var second: [Float] = []
    var norms: [Double] = []
  }

  static func train(
    steps: Range<Int>, sparse: Bool = true, skipping: Bool = true, tied: Bool = false,
    weightDecay: Double = 0, threads: Int = 1, from start: Run? = nil
  ) -> Run {
    let store = ParameterStore()
    let table = store.add("embedding", [3000, 24], sparseRows: sparse)
    let weight = store.add("head", [3000, 24], sparseRows: false)
    let scale = store.add("scale", [24])
    let shift = store.add("shift", [24])
    store.seal()
    var stream = RandomStream(seed: 0, "weights")
    stream.fillNormal(store.values, count: store.count, deviation: 0.5)
    if let start { for i in start.values.indices { store.values[i] = start.values[i] } }
    let team = WorkerTeam(threads: threads)
    let adam = AdamState(store)
    if let start {
      adam.restore(first: start.first, second: start.second, steps: steps.lowerBound)
    }
    let tape = Tape(pool: MemoryPool(), team: team)
    var run = Run()
    for step in steps {
      var stream = RandomStream(seed: 1, "batch", index: UInt64(step))
      let ids = (0..<40).map { _ in Int32(stream.integer(below: 3000)) }
      let hidden = tape.layerNorm(
        tape.embedding(table.tensor, ids: ids), scale: scale.tensor, shift: shift.tensor)
      let logits = tape.linear(
        hidden, weight: tied ? table.tensor : weight.tensor, layout: .outputInput)
      store.zeroGradients(team: team)
      tape.backward(from: tape.softmaxCrossEntropy(logits, classes: ids))
      let norm = store.gradientNorm(team: team)
      run.norms.append(norm)
      adam.step(
        rate: 0.01, weightDecay: weightDecay,
        gradientScale: ParameterStore.clippingFactor(norm: norm, maximum: 0.5),
        skippingIdleRows: skipping, team: team)
    }
    run.values = Array(UnsafeBufferPointer(start: store.values, count: store.count))
    run.first = adam.first.array
    run.second = adam.second.array
    return run
  }

  @Test(arguments: [0, 0.1], [false, true])
  func skippingIdleRowsChangesNoByte(weightDecay: Double, tied: Bool) {
    let skipped = Self.train(steps: 0..<5, tied: tied, weightDecay: weightDecay)
    let visited = Self.train(
      steps: 0..<5, skipping: false, tied: tied, weightDecay: weightDecay)
    #expect(skipped == visited)
    // Without any record of rows: other memory order of the norm, all else alike.
    let dense = Self.train(steps: 0..<5, sparse: false, tied: tied, weightDecay: weightDecay)
    for (a, b) in zip(skipped.norms, dense.norms) { #expect(abs(a - b) < 1e-6 * b) }
    #expect(zip(skipped.values, dense.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func someRowsAreIdle() {
    let start = Self.train(steps: 0..<0)
    let end = Self.train(steps: 0..<3)
    let moved = (0..<3000).filter { row in
      (row * 24..<(row + 1) * 24).contains { start.values[$0] != end.values[$0] }
    }
    #expect(moved.count > 50 && moved.count <= 120)
  }

  @Test(arguments: [2, 3]) func sameBytesForAnyNumberOfThreads(threads: Int) {
    #expect(Self.train(steps: 0..<4, threads: threads) == Self.train(steps: 0..<4))
  }

  @Test func continuesFromStoredMoments() {
    let half = Self.train(steps: 0..<3)
    let resumed = Self.train(steps: 3..<6, from: half)
    let through = Self.train(steps: 0..<6)
    #expect(resumed.values == through.values)
    #expect(resumed.first == through.first)
    #expect(resumed.second == through.second)
  }

  /// A penalty moves rows, and fills their moments, before the first gradient comes.
  @Test func decayBeforeTheFirstTouchCounts() {
    func trained(sparse: Bool) -> [Float] {
      let store = ParameterStore()
      let table = store.add("table", [3, 2], sparseRows: sparse)
      store.seal()
      table.set([1, -2, 3, 0.5, -1, 2])
      let state = AdamState(store)
      for step in 0..<4 {
        let tape = Tape(pool: MemoryPool(), team: WorkerTeam())
        let x = tape.embedding(table.tensor, ids: step < 2 ? [0] : [0, 2])
        tape.backward(from: tape.sum(x))
        state.step(rate: 0.1, weightDecay: 0.3, decoupled: false, team: WorkerTeam())
        store.zeroGradients(team: WorkerTeam())
      }
      return table.array
    }
    #expect(trained(sparse: true) == trained(sparse: false))
  }

  @Test func gradientsAreClearedWhereTheyWereTouched() {
    let store = ParameterStore()
    let bias = store.add("bias", [3])
    let table = store.add("table", [70, 5], sparseRows: true)
    store.seal()
    let team = WorkerTeam()
    let tape = Tape(pool: MemoryPool(), team: team)
    let x = tape.linear(
      tape.embedding(table.tensor, ids: [69, 2, 2]),
      weight: tape.constant(.init(repeating: 1, count: 15), shape: [3, 5]),
      bias: bias.tensor, layout: .outputInput)
    tape.backward(from: tape.sum(x))
    // Rows 69 and 2 hold 3 and 6 five times, the bias 3 three times.
    #expect(abs(store.gradientNorm(team: team) - Double(45 + 180 + 27).squareRoot()) < 1e-12)
    store.scaleGradients(by: 0.5, team: team)
    #expect(table.tensor.gradientArray[69 * 5] == 1.5)
    #expect(bias.tensor.gradientArray == [1.5, 1.5, 1.5])
    store.zeroGradients(team: team)
    #expect(table.tensor.gradientArray.allSatisfy { $0 == 0 })
    #expect(bias.tensor.gradientArray == [0, 0, 0])
    #expect(store.gradientNorm(team: team) == 0)
  }
}
