import Autograd
import Models

extension Trainer {
  /// Adds the gradient of the loss on a batch to the parameters'; the loss.
  ///
  /// With micro-batches the batch goes through the model some examples at a time, so that memory
  /// holds the activations of those alone. The gradient is that of the whole batch, whatever the
  /// loss looks at; only roundings differ.
  func differentiate(_ examples: ArraySlice<Int>?) throws(TrainingError) -> Double {
    let batch = Batch(
      examples: examples, set: training, fraction: Double(step) / Double(steps))
    let size = configuration.microBatch ?? batch.count
    guard size < batch.count else {
      return try differentiate(batch, 0..<batch.count, scale: 1)
    }
    let parts = stride(from: 0, to: batch.count, by: size).map {
      $0..<min($0 + size, batch.count)
    }
    if type(of: loss).isMeanOfRows {
      var sum = 0.0
      for part in parts {
        let weight = Double(part.count) / Double(batch.count)
        sum += weight * (try differentiate(batch, part, scale: Float(weight)))
      }
      return sum
    }
    // The loss may look at all logits at once: they come first, without activations; then every
    // part goes through the model again and takes its rows of the loss's gradient.
    let logits = trained.outputs(of: ExampleSet(batch.inputs(0..<batch.count)), pools, team: team)
    let all = tape.constant(
      logits, shape: [batch.count, logits.count / batch.count], needsGradient: true)
    let value = try differentiate(
      LossBatch(logits: all, targets: batch.targets(0..<batch.count), fraction: batch.fraction),
      scale: 1)
    let (gradient, columns) = (all.zeroedGradient(), all.columns)
    for part in parts {
      let own = forward(batch, part)
      own.zeroedGradient().update(from: gradient + part.lowerBound * columns, count: own.count)
      lanes.backward(from: own)
    }
    return value
  }

  private func forward(_ batch: Batch, _ part: Range<Int>) -> Tensor {
    lanes.forward(trained, rows: batch.rows(part), on: tape) {
      batch.inputs(part.lowerBound + $0.lowerBound..<part.lowerBound + $0.upperBound)
    }
  }

  /// Forward and backward on some examples of a batch, as if they were one.
  private func differentiate(
    _ batch: Batch, _ part: Range<Int>, scale: Float
  ) throws(TrainingError) -> Double {
    let logits = forward(batch, part)
    let value = try differentiate(
      LossBatch(logits: logits, targets: batch.targets(part), fraction: batch.fraction),
      scale: scale)
    lanes.backward(from: logits)
    return value
  }

  /// The gradient of the loss with respect to the logits.

  private func differentiate(_ batch: LossBatch, scale: Float) throws(TrainingError) -> Double {
    let scalar = loss.value(batch, on: tape)
    let value = Double(scalar.scalar)
    guard value.isFinite else {
      tape.clear()
      lanes.clear()
      model.parameters.zeroGradients(team: team)
      throw notFinite("the training loss")
    }
    activationBytes = max(activationBytes, tape.pool.bytesInUse + pools.bytesInUse)
    tape.backward(from: scalar, scale: scale)
    return value
  }
}

/// The examples of one step.
private struct Batch {
  /// Nil for all of them in their own order.
  let examples: ArraySlice<Int>?
  let set: TrainingSet
  let fraction: Double

  var count: Int { examples?.count ?? set.examples.count }

  /// What the model reads of the examples at those places of the batch.
  func inputs(_ part: Range<Int>) -> ModelInput {
    let inputs = set.examples.inputs
    guard let examples else { return part.count == count ? inputs : inputs.part(part) }
    return inputs.gather(slice(examples, part))
  }

  /// Rows of the examples at those places.
  func rows(_ part: Range<Int>) -> [Int] {
    guard let examples else { return part.map { set.examples.inputs.rows(of: $0) } }
    return slice(examples, part).map { set.examples.inputs.rows(of: $0) }
  }

  func targets(_ part: Range<Int>) -> [Float] {
    guard let examples else {
      let (values, columns) = (set.targets.values, set.targets.columns)
      return part.count == count
        ? values : Array(values[part.lowerBound * columns..<part.upperBound * columns])
    }
    return set.targets.gather(slice(examples, part))
  }

  private func slice(_ examples: ArraySlice<Int>, _ part: Range<Int>) -> ArraySlice<Int> {
    examples.dropFirst(part.lowerBound).prefix(part.count)
  }
}
