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
    return outputs(of: examples, MemoryPools(), team: team)
  }

  /// The model's class probabilities for every example, `[n, classes]`.
  package func probabilities(
    of examples: ExampleSet, team: WorkerTeam
  ) throws(TrainingError) -> [Float] {
    softmax(try outputs(of: examples, team: team), columns: shape.outputs)
  }

  /// Batches run side by side; cores beyond their number are shared among them.
  func outputs(
    of examples: ExampleSet, _ pools: MemoryPools, team: WorkerTeam,
    profile: OperationProfile? = nil
  ) -> [Float] {
    let columns = shape.outputs
    return [Float](unsafeUninitializedCapacity: examples.count * columns) { outputs, count in
      guard let start = outputs.baseAddress else { return }
      forEachBatch(of: examples, pools, team: team, profile: profile) { batch, tape in
        let logits = logits(examples.inputs.part(batch), on: tape)
        (start + batch.lowerBound * columns).update(from: logits.values, count: logits.count)
      }
      count = examples.count * columns
    }
  }

  /// What the trained part of the model reads, for a whole set; nil where nothing is frozen.
  func frozenFeatures(
    of examples: ExampleSet, _ pools: MemoryPools, team: WorkerTeam
  ) -> ExampleSet? {
    guard case .features(let columns) = trainedPart.shape.input, trainedPart !== self else {
      return nil
    }
    let matrix = FeatureMatrix(rows: examples.count, columns: columns) { memory in
      forEachBatch(of: examples, pools, team: team) { batch, tape in
        guard let features = frozenFeatures(of: examples.inputs.part(batch), on: tape) else {
          preconditionFailure("a trained part of its own belongs to frozen features")
        }
        (memory + batch.lowerBound * columns).update(from: features.values, count: features.count)
      }
    }
    return ExampleSet(.features(matrix))
  }

  private func forEachBatch(
    of examples: ExampleSet, _ pools: MemoryPools, team: WorkerTeam,
    profile: OperationProfile? = nil, _ body: (_ batch: Range<Int>, _ tape: Tape) -> Void
  ) {
    let batches = examples.evaluationBatches(grain)
    let workers = max(1, min(team.threads, batches.count))
    pools.prepare(workers)
    let tapes = (0..<workers).map {
      Tape(
        pool: pools[$0], team: WorkerTeam(threads: max(1, team.threads / workers)),
        recording: false, profile: profile?.child())
    }
    team.run(pieces: batches.count, workers: workers) { index, worker in
      tapes[worker].profile?.resume()
      body(batches[index], tapes[worker])
    }
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
