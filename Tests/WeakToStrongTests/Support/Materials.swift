import Datasets
import Kernels
import Training
import WeakToStrong

/// What an operation on labels looks at, made by hand.
func material(
  _ inputs: [Targets] = [], truth: [Int], classes: Int = 2, split: Split = .transfer,
  hidden: FeatureRows? = nil, lengths: [Int]? = nil, seed: UInt64 = 7, threads: Int = 1
) -> LabelMaterial {
  LabelMaterial(
    split: split, inputs: inputs, truth: .classes(truth, of: classes), hidden: hidden,
    lengths: lengths, seed: seed, team: WorkerTeam(threads: threads))
}

/// Two classes by the probability of the second.
func binary(_ probabilities: [Float]) -> Targets {
  .probabilities(probabilities.flatMap { [1 - $0, $0] }, classes: 2)
}

/// The probability of the second class, or of another.
func probabilities(_ labels: Targets, of label: Int = 1) -> [Float] {
  (0..<labels.count).map { labels.values[$0 * labels.columns + label] }
}

/// True classes drawn at random.
func classes(_ count: Int, of number: Int, seed: UInt64 = 1) -> [Int] {
  var stream = RandomStream(seed: seed, "test/classes")
  return (0..<count).map { _ in stream.integer(below: number) }
}

/// Where two lists of classes differ.
func differences(_ labels: Targets, _ truth: [Int]) -> Set<Int> {
  let given = labels.hardened
  return Set(truth.indices.filter { given[$0] != truth[$0] })
}
