import Datasets
import Kernels
import Storage
import Training

/// Examples with their classes that stand in a prompt before the one that is asked for.
package struct Demonstrations: Codable, Equatable, Sendable {
  /// k; 0 for none.
  package var count: Int
  /// Whose labels: ground truth, or the most probable class of predictions.
  package var labels: LabelSource
  /// Where they are taken from.
  package var split: Split
  package var seed: UInt64
  /// Whether classes take turns, so that each has as many as the others.
  package var balanced: Bool

  package init(
    count: Int, labels: LabelSource = .groundTruth, split: Split = .transfer, seed: UInt64 = 0,
    balanced: Bool = true
  ) {
    precondition(count >= 0)
    self.count = count
    self.labels = labels
    self.split = split
    self.seed = seed
    self.balanced = balanced
  }

  /// Which examples demonstrate, in their order: a function of the seed and of `classes` alone.
  /// - Parameters:
  ///   - classes: of every example of the split.
  ///   - count: how many; fewer where there are fewer.
  func choose(_ count: Int, of classes: [Int], among number: Int) -> [Int] {
    var stream = RandomStream(seed: seed, "demonstrations")
    let order = stream.permutation(classes.count)
    guard balanced else { return Array(order.prefix(count)) }
    var queues = [[Int]](repeating: [], count: number)
    for example in order { queues[classes[example]].append(example) }
    var chosen: [Int] = []
    var round = 0
    while chosen.count < min(count, order.count) {
      for queue in queues where round < queue.count && chosen.count < count {
        chosen.append(queue[round])
      }
      round += 1
    }
    // Taking turns would always end with the same class.
    return stream.permutation(chosen.count).map { chosen[$0] }
  }
}
