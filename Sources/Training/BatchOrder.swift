import Kernels

/// Which examples each step sees: a fresh permutation for each epoch, cut into batches, nothing
/// dropped (the last batch of an epoch may be smaller). A function of seed and step alone, so that
/// a resumed training goes on with the same batches.
package struct BatchOrder: Sendable {
  package let count: Int
  package let batch: BatchSize
  package let seed: UInt64
  private var epoch = -1
  private var permutation: [Int] = []

  package init(count: Int, batch: BatchSize, seed: UInt64) {
    precondition(count > 0)
    self.count = count
    self.batch = batch
    self.seed = seed
  }

  /// The examples of a step (counted from 0); nil stands for all of them in their own order.
  package mutating func examples(of step: Int) -> ArraySlice<Int>? {
    guard case .examples = batch else { return nil }
    let size = batch.size(of: count)
    let stepsPerEpoch = (count + size - 1) / size
    let (wanted, position) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    if wanted != epoch {
      var stream = RandomStream(seed: seed, "order", index: UInt64(wanted))
      permutation = stream.permutation(count)
      epoch = wanted
    }
    return permutation[position * size..<min((position + 1) * size, count)]
  }
}
