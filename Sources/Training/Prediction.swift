import Autograd
import Kernels
import Models

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Model {
  /// The model's outputs for every example, `[n, outputs]`: logits, or real values. Computed in
  /// batches of bounded size, whose cut depends on the examples alone.
  package func outputs(of examples: ExampleSet, team: WorkerTeam) throws(TrainingError) -> [Float] {
    try Trainer.check("predicted", examples, for: self)
    return outputs(of: examples, pool: MemoryPool(), team: team)
  }

  /// The model's class probabilities for every example, `[n, classes]`.
  package func probabilities(
    of examples: ExampleSet, team: WorkerTeam
  ) throws(TrainingError) -> [Float] {
    softmax(try outputs(of: examples, team: team), columns: shape.outputs)
  }

  func outputs(
    of examples: ExampleSet, pool: MemoryPool, team: WorkerTeam, profile: OperationProfile? = nil
  ) -> [Float] {
    let tape = Tape(pool: pool, team: team, recording: false, profile: profile)
    var outputs: [Float] = []
    outputs.reserveCapacity(examples.count * shape.outputs)
    for batch in examples.evaluationBatches {
      outputs += logits(examples.inputs.part(batch), on: tape).array
    }
    return outputs
  }

  /// What the trained part of the model reads, for a whole set; nil where nothing is frozen.
  func frozenFeatures(
    of examples: ExampleSet, pool: MemoryPool, team: WorkerTeam
  ) -> ExampleSet? {
    guard case .features(let columns) = trainedPart.shape.input, trainedPart !== self else {
      return nil
    }
    let tape = Tape(pool: pool, team: team, recording: false)
    let matrix = FeatureMatrix(rows: examples.count, columns: columns) { memory in
      for batch in examples.evaluationBatches {
        guard let features = frozenFeatures(of: examples.inputs.part(batch), on: tape) else {
          preconditionFailure("a trained part of its own belongs to frozen features")
        }
        (memory + batch.lowerBound * columns).update(from: features.values, count: features.count)
      }
    }
    return ExampleSet(.features(matrix))
  }
}

/// exp(z) / Σ exp(z) for each row, in double precision, rounded once.
package func softmax(_ logits: [Float], columns: Int) -> [Float] {
  var probabilities: [Float] = []
  probabilities.reserveCapacity(logits.count)
  for start in stride(from: 0, to: logits.count, by: columns) {
    let row = logits[start..<start + columns]
    let greatest = Double(row.max() ?? 0)
    let powers = row.map { exp(Double($0) - greatest) }
    let sum = powers.reduce(0, +)
    probabilities += powers.map { Float($0 / sum) }
  }
  return probabilities
}
