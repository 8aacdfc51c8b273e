import Autograd
import Kernels
import Models

/// Outputs that are to be like targets: L(f(x), y), as a loss has it.
///
/// Where the model's first part is frozen, its features are computed once, when the objective is made.
final class Supervised: Objective {
  let training: TrainingSet
  let evaluations: [EvaluationSet]
  let loss: any Loss
  /// The part of the model that is trained.
  private let trained: any Model
  private let space: TrainingSpace
  private let microBatch: Int?

  init(
    _ model: any Model, on training: TrainingSet, evaluations: [EvaluationSet],
    configuration: TrainingConfiguration, loss: any Loss, in space: TrainingSpace
  ) throws(TrainingError) {
    try Trainer.check(model, training, evaluations, configuration, loss)
    self.loss = loss
    self.space = space
    microBatch = configuration.microBatch
    trained = model.trainedPart
    func frozen(_ examples: ExampleSet) -> ExampleSet {
      model.frozenFeatures(of: examples, space.pools, team: space.team) ?? examples
    }
    self.training = TrainingSet(frozen(training.examples), targets: training.targets)
    self.evaluations = evaluations.map {
      var set = $0
      set.examples = frozen($0.examples)
      return set
    }
  }

  var count: Int { training.examples.count }
  var isStationary: Bool { type(of: loss).isStationary }
  var sets: [String] { evaluations.map(\.name) }

  func scores(on set: Int) -> SetScores {
    let set = evaluations[set]
    return SetScores(
      outputs: trained.outputs(
        of: set.examples, for: .prediction, space.pools, team: space.team), on: set)
  }

  /// With micro-batches the batch goes through the model some examples at a time, so that memory
  /// holds the activations of those alone. The gradient is that of the whole batch, whatever the
  /// loss looks at; only roundings differ.
  func differentiate(_ examples: ArraySlice<Int>?, fraction: Double) -> Double {
    let batch = Batch(examples: examples, set: training, fraction: fraction)
    let parts = TrainingSpace.parts(of: batch.count, microBatch: microBatch)
    guard parts.count > 1 else { return differentiate(batch, 0..<batch.count, scale: 1) }
    if type(of: loss).isMeanOfRows {
      var sum = 0.0
      for part in parts {
        let weight = Double(part.count) / Double(batch.count)
        sum += weight * differentiate(batch, part, scale: Float(weight))
        guard sum.isFinite else { return sum }
      }
      return sum
    }
    // The loss may look at all logits at once: they come first, without activations; then every
    // part goes through the model again and takes its rows of the loss's gradient.
    let logits = trained.outputs(
      of: ExampleSet(batch.inputs(0..<batch.count)), for: .training, space.pools,
      team: space.team)
    let all = space.tape.constant(
      logits, shape: [batch.count, logits.count / batch.count], needsGradient: true)
    let value = differentiate(
      LossBatch(
        logits: all, targets: batch.targets(0..<batch.count), fraction: batch.fraction,
        areChoices: batch.areChoices),
      scale: 1)
    guard value.isFinite else { return value }
    let (gradient, columns) = (all.zeroedGradient(), all.columns)
    for part in parts {
      let own = forward(batch, part)
      own.zeroedGradient().update(from: gradient + part.lowerBound * columns, count: own.count)
      space.lanes.backward(from: own)
    }
    return value
  }

  private func forward(_ batch: Batch, _ part: Range<Int>) -> Tensor {
    space.lanes.forward(trained, rows: batch.rows(part), on: space.tape) {
      batch.inputs(part.lowerBound + $0.lowerBound..<part.lowerBound + $0.upperBound)
    }
  }

  /// Forward and backward on some examples of a batch, as if they were one.
  private func differentiate(_ batch: Batch, _ part: Range<Int>, scale: Float) -> Double {
    let logits = forward(batch, part)
    let value = differentiate(
      LossBatch(
        logits: logits, targets: batch.targets(part), fraction: batch.fraction,
        areChoices: batch.areChoices),
      scale: scale)
    if value.isFinite { space.lanes.backward(from: logits) }
    return value
  }

  /// The gradient of the loss with respect to the logits.
  private func differentiate(_ batch: LossBatch, scale: Float) -> Double {
    let scalar = loss.value(batch, on: space.tape)
    let value = Double(scalar.scalar)
    guard value.isFinite else {
      space.tape.clear()
      space.lanes.clear()
      return value
    }
    space.noteActivations()
    space.tape.backward(from: scalar, scale: scale)
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

  var areChoices: Bool { self.set.examples.areChoices }

  /// What the model reads of the examples at those places of the batch.
  func inputs(_ part: Range<Int>) -> ModelInput {
    set.examples.inputs(part, of: examples)
  }

  /// Rows of the examples at those places.
  func rows(_ part: Range<Int>) -> [Int] { set.examples.rows(part, of: examples) }

  func targets(_ part: Range<Int>) -> [Float] {
    guard let examples else {
      let (values, columns) = (set.targets.values, set.targets.columns)
      return part.count == count
        ? values : Array(values[part.lowerBound * columns..<part.upperBound * columns])
    }
    return set.targets.gather(examples.places(part))
  }
}

extension ExampleSet {
  /// What a model reads of the examples at those places of a batch; nil is the batch of all examples in
  /// their own order.
  func inputs(_ part: Range<Int>, of batch: ArraySlice<Int>?) -> ModelInput {
    guard let batch else { return part.count == count ? inputs : inputs.part(part) }
    return inputs.gather(batch.places(part))
  }

  /// How many rows each of them has.
  func rows(_ part: Range<Int>, of batch: ArraySlice<Int>?) -> [Int] {
    guard let batch else { return part.map { inputs.rows(of: $0) } }
    return batch.places(part).map { inputs.rows(of: $0) }
  }
}

extension ArraySlice<Int> {
  /// The elements at places counted from the first.
  func places(_ part: Range<Int>) -> ArraySlice<Int> {
    dropFirst(part.lowerBound).prefix(part.count)
  }
}
