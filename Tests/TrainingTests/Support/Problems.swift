import Kernels
import Models

@testable import Training

/// The exclusive or of two signs, as features.
func exclusiveOr() -> TrainingSet {
  TrainingSet(
    ExampleSet(.features(values: [-1, -1, -1, 1, 1, -1, 1, 1], rows: 4, columns: 2)),
    targets: .classes([0, 1, 1, 0], of: 2))
}

/// Sequences of random tokens below `vocabulary` of lengths 1…9; class 1 if token 3 occurs.
func occurrence(count: Int, vocabulary: Int = 12, seed: UInt64) -> TrainingSet {
  var stream = RandomStream(seed: seed, "occurrence")
  var sequences: [[Int32]] = []
  for index in 0..<count {
    let length = 1 + stream.integer(below: 9)
    var sequence = (0..<length).map { _ in Int32(stream.integer(below: vocabulary)) }
      .map { $0 == 3 ? 4 : $0 }
    if index.isMultiple(of: 2) { sequence[stream.integer(below: length)] = 3 }
    sequences.append(sequence)
  }
  return TrainingSet(
    ExampleSet(.tokens(PackedTokens(sequences))),
    targets: .classes(sequences.map { $0.contains(3) ? 1 : 0 }, of: 2))
}

/// Two Gaussian clouds in `columns` dimensions around ±direction/2, and labels of which a fraction is
/// wrong as weak ones.
func clouds(
  count: Int, columns: Int = 4, wrong: Double = 0.2, seed: UInt64
) -> (examples: ExampleSet, truth: Targets, weak: Targets) {
  var stream = RandomStream(seed: seed, "clouds")
  var values: [Float] = []
  var truth: [Int] = []
  var weak: [Int] = []
  for _ in 0..<count {
    let label = stream.integer(below: 2)
    values += (0..<columns).map { _ in stream.normal() + (label == 1 ? 0.7 : -0.7) }
    truth.append(label)
    weak.append(stream.uniformDouble() < wrong ? 1 - label : label)
  }
  return (
    ExampleSet(.features(values: values, rows: count, columns: columns)),
    .classes(truth, of: 2), .classes(weak, of: 2)
  )
}
