import Autograd
import Kernels
import Models
import Storage

/// Trains a model on one set of labels, evaluates it on others at set points, and keeps the weights
/// of every selection that is asked for, all in one run.
///
/// A function of its inputs and the seed alone: the number of threads changes no byte, and a
/// training that was stopped, stored (`state`) and restored goes on to the same bytes. Where the
/// model's first part is frozen, its features are computed once, when the trainer is made.
///
/// Batches follow `BatchOrder`. No example is dropped or padded; of a sequence longer than the
/// model's context the first tokens are read.
package final class Trainer {
  /// What a training reports as it goes.
  package struct Progress: Sendable, Equatable {
    package var step: Int
    package var steps: Int
    package var loss: Double
  }

  package enum Outcome: Sendable, Equatable {
    case finished
    /// `shouldStop` said so; `state` continues from here, as does another `run`.
    case stopped
  }

  /// The weights that a selection chose so far.
  struct Choice: Equatable {
    var step: Int
    /// What the selection maximizes: accuracy, or the negative loss for real values.
    var merit: Double
    /// As in `ParameterStore.values`, trainable part.
    var weights: [Float]
  }

  package let model: any Model
  package let configuration: TrainingConfiguration
  package let loss: any Loss
  package let team: WorkerTeam
  /// Steps of the whole training.
  package let steps: Int
  package internal(set) var step = 0
  package internal(set) var curve = TrainingCurve()

  let evaluations: [EvaluationSet]
  let optimizer: OptimizerAtWork
  var choices: [Selection: Choice] = [:]
  var lossSum = 0.0
  var lossCount = 0
  /// The most that the tape held when the loss was known: what the backward pass needs.
  var activationBytes = 0

  let training: TrainingSet
  let trained: any Model
  /// Where the loss of a whole batch is computed.
  let tape: Tape
  let lanes: StepLanes
  let pools = MemoryPools()
  private var order: BatchOrder
  private let evaluationSteps: Set<Int>

  /// - Parameters:
  ///   - model: is trained in place.
  ///   - evaluations: evaluated at every point of the curve; selections look at the set named
  ///     `EvaluationSet.validation`.
  ///   - profile: is told where the time goes.
  package init(
    _ model: any Model, on training: TrainingSet, evaluations: [EvaluationSet] = [],
    configuration: TrainingConfiguration, loss: any Loss, seed: UInt64, team: WorkerTeam,
    profile: OperationProfile? = nil
  ) throws(TrainingError) {
    try Self.check(model, training, evaluations, configuration, loss)
    self.model = model
    self.configuration = configuration
    self.loss = loss
    self.team = team
    steps = configuration.totalSteps(examples: training.examples.count)
    evaluationSteps = Set(configuration.evaluationSteps(of: steps))
    order = BatchOrder(
      count: training.examples.count, batch: configuration.batch, seed: seed)
    optimizer = configuration.optimizer.optimizer.start(model.parameters)
    tape = Tape(pool: MemoryPool(), team: team, profile: profile)
    lanes = StepLanes(model, pools: pools, team: team, profile: profile)
    trained = model.trainedPart
    let frozen = { [pools] (examples: ExampleSet) in
      model.frozenFeatures(of: examples, pools, team: team) ?? examples
    }
    self.training = TrainingSet(frozen(training.examples), targets: training.targets)
    self.evaluations = evaluations.map {
      var set = $0
      set.examples = frozen($0.examples)
      return set
    }
  }

  /// Trains until the end, or until `shouldStop`, which is asked after every step.
  package func run(
    shouldStop: () -> Bool = { false }, progress: (Progress) -> Void = { _ in }
  ) throws(TrainingError) -> Outcome {
    if curve.points.isEmpty { try evaluate() }
    while step < steps {
      let loss = try takeStep()
      if evaluationSteps.contains(step) { try evaluate() }
      progress(Progress(step: step, steps: steps, loss: loss))
      if step < steps, shouldStop() { return .stopped }
    }
    return .finished
  }

  /// Forward, backward and update on one batch; the loss before the update.
  private func takeStep() throws(TrainingError) -> Double {
    let examples = order.examples(of: step)
    let value: Double
    switch optimizer {
    case .stepping(let state):
      value = try differentiate(examples)
      let rate = configuration.rate(step: step, steps: steps)
      state.step(rate: rate, gradientScale: try clippingFactor(), team: team)
      tape.profile?.lap("optimizer", .other)
      model.parameters.zeroGradients(team: team)
      tape.profile?.lap("zero gradients", .other)
    case .searching(let state):
      value = state.step(isStationary: type(of: loss).isStationary, team: team) {
        model.parameters.zeroGradients(team: team)
        do throws(TrainingError) {
          return try differentiate(examples)
        } catch {
          return .infinity  // it went too far; only where the step begins does that matter
        }
      }
      guard value.isFinite else { throw notFinite("the training loss") }
    }
    step += 1
    lossSum += value
    lossCount += 1
    return value
  }

  private func clippingFactor() throws(TrainingError) -> Float {
    guard let limit = configuration.clip else { return 1 }
    let norm = model.parameters.gradientNorm(team: team)
    guard norm.isFinite else { throw notFinite("the norm of the gradient") }
    return ParameterStore.clippingFactor(norm: norm, maximum: limit)
  }

  /// Adds a point to the curve and lets the selections choose.
  private func evaluate() throws(TrainingError) {
    var scores: [SetScores] = []
    for set in evaluations {
      let outputs = trained.outputs(of: set.examples, pools, team: team)
      let found = SetScores(outputs: outputs, on: set)
      guard found.isFinite else { throw notFinite("the loss on the \(set.name) set") }
      scores.append(found)
    }
    let rate = configuration.rate(step: max(0, step - 1), steps: steps)
    let point = CurvePoint(
      step: step, fraction: Double(step) / Double(steps), rate: rate,
      trainLoss: lossCount > 0 ? lossSum / Double(lossCount) : nil, sets: scores)
    curve.points.append(point)
    (lossSum, lossCount) = (0, 0)
    if step > 0 { choose(point) }
  }

  /// The first of equally good points stays; the untrained model is no candidate.
  private func choose(_ point: CurvePoint) {
    guard let scores = point.scores(of: EvaluationSet.validation) else { return }
    for selection in configuration.selection.values {
      guard let merit = scores.merit(for: selection),
        merit > choices[selection]?.merit ?? -.infinity
      else { continue }
      choices[selection] = Choice(
        step: step, merit: merit, weights: model.parameters.trainableValues)
    }
  }

  func notFinite(_ what: String) -> TrainingError {
    .notFinite(
      step: step, steps: steps, rate: configuration.rate(step: step, steps: steps), what: what)
  }
}

extension SetScores {
  fileprivate var isFinite: Bool {
    [groundTruth?.loss, weak?.loss].allSatisfy { $0?.isFinite ?? true }
  }
}
