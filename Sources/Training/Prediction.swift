import Autograd
import Kernels
import Models

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which of a model's logits are wanted.
enum LogitsUse {
  /// Those that a loss reads: `Model.logits`.
  case training
  /// Those whose greatest is the answer: `Model.predictionLogits`.
  case prediction
}

extension Model {
  /// The model's predictions for every example, `[n, outputs]`: logits (`predictionLogits`), or real
  /// values. Computed in batches of bounded size, whose cut depends on the examples alone.
  package func outputs(of examples: ExampleSet, team: WorkerTeam) throws(TrainingError) -> [Float] {
    try Trainer.check("predicted", examples, for: self)
    return outputs(of: examples, for: .prediction, MemoryPools(), team: team)
  }

  /// The model's class probabilities for every example, `[n, classes]`.
  package func probabilities(
    of examples: ExampleSet, team: WorkerTeam
  ) throws(TrainingError) -> [Float] {
    softmax(try outputs(of: examples, team: team), columns: shape.outputs)
  }

  /// Batches run side by side; cores beyond their number are shared among them.
  func outputs(
    of examples: ExampleSet, for use: LogitsUse, _ pools: MemoryPools, team: WorkerTeam,
    profile: OperationProfile? = nil
  ) -> [Float] {
    let columns = shape.outputs
    return [Float](unsafeUninitializedCapacity: examples.count * columns) { outputs, count in
      guard let start = outputs.baseAddress else { return }
      let batches = examples.evaluationBatches(grain)
      forEach(batches, pools, team: team, profile: profile) { index, tape in
        let batch = batches[index]
        let inputs = examples.inputs.part(batch)
        let logits =
          switch use {
          case .training: logits(inputs, on: tape)
          case .prediction: predictionLogits(inputs, on: tape)
          }
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
    return ExampleSet(
      .features(
        features(of: examples, columns: columns, pools, team: team) { input, tape in
          frozenFeatures(of: input, on: tape)
        }))
  }

  /// What the head multiplies with its weights, for every example of a set; nil for models without a
  /// head.
  package func headInputs(
    of examples: ExampleSet, team: WorkerTeam
  ) throws(TrainingError) -> FeatureMatrix? {
    try Trainer.check("predicted", examples, for: self)
    let tape = Tape(pool: MemoryPool(), team: team, recording: false)
    guard let first = headInputs(examples.inputs.part(0..<1), on: tape) else { return nil }
    return features(of: examples, columns: first.columns, MemoryPools(), team: team) {
      headInputs($0, on: $1)
    }
  }

  private func features(
    of examples: ExampleSet, columns: Int, _ pools: MemoryPools, team: WorkerTeam,
    _ compute: (ModelInput, Tape) -> Tensor?
  ) -> FeatureMatrix {
    let batches = examples.evaluationBatches(grain)
    return FeatureMatrix(rows: examples.count, columns: columns) { memory in
      forEach(batches, pools, team: team) { index, tape in
        let batch = batches[index]
        guard let features = compute(examples.inputs.part(batch), tape) else {
          preconditionFailure("a model gives features for all examples or for none")
        }
        (memory + batch.lowerBound * columns).update(from: features.values, count: features.count)
      }
    }
  }

  /// Calls `body` with the number of each batch and a tape that keeps nothing, side by side.
  func forEach(
    _ batches: [Range<Int>], _ pools: MemoryPools, team: WorkerTeam,
    profile: OperationProfile? = nil, _ body: (_ index: Int, _ tape: Tape) -> Void
  ) {
    let workers = max(1, min(team.threads, batches.count))
    pools.prepare(workers)
    let tapes = (0..<workers).map {
      Tape(
        pool: pools[$0], team: WorkerTeam(threads: max(1, team.threads / workers)),
        recording: false, profile: profile?.child())
    }
    team.run(pieces: batches.count, workers: workers) { index, worker in
      tapes[worker].profile?.resume()
      body(index, tapes[worker])
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
