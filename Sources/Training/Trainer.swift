import Autograd
import Kernels
import Models
import Storage

/// Trains a model for an objective (labels of examples, or texts to predict), evaluates it on other
/// examples at set points, and keeps the weights of every selection that is asked for, all in one run.
///
/// A function of its inputs and the seed alone: the number of threads changes no byte, and a
/// training that was stopped, stored (`state`) and restored goes on to the same bytes.
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
  package let team: WorkerTeam
  /// Steps of the whole training.
  package let steps: Int
  package internal(set) var step = 0
  package internal(set) var curve = TrainingCurve()

  let objective: any Objective
  let optimizer: OptimizerAtWork
  var choices: [Selection: Choice] = [:]
  var lossSum = 0.0
  var lossCount = 0
  let space: TrainingSpace
  private var order: BatchOrder
  private let evaluationSteps: Set<Int>

  /// Learns labels.
  /// - Parameters:
  ///   - model: is trained in place.
  ///   - evaluations: evaluated at every point of the curve; selections look at the set named
  ///     `EvaluationSet.validation`.
  ///   - profile: is told where the time goes.
  package convenience init(
    _ model: any Model, on training: TrainingSet, evaluations: [EvaluationSet] = [],
    configuration: TrainingConfiguration, loss: any Loss, seed: UInt64, team: WorkerTeam,
    profile: OperationProfile? = nil
  ) throws(TrainingError) {
    let space = TrainingSpace(model, team: team, profile: profile)
    let objective = try Supervised(
      model, on: training, evaluations: evaluations, configuration: configuration, loss: loss,
      in: space)
    self.init(model, objective, configuration: configuration, seed: seed, in: space)
  }

  /// Learns to predict the tokens of texts.
  /// - Parameters:
  ///   - predicted: which tokens are predicted, the others being context.
  ///   - evaluations: their labels are not looked at.
  package convenience init(
    _ model: LanguageModel, texts: ExampleSet, predicted: PredictedTokens = .all,
    evaluations: [EvaluationSet] = [], configuration: TrainingConfiguration, seed: UInt64,
    team: WorkerTeam, profile: OperationProfile? = nil
  ) throws(TrainingError) {
    let space = TrainingSpace(model, team: team, profile: profile)
    let objective = try Generative(
      model, on: texts, predicted: predicted, evaluations: evaluations,
      configuration: configuration, in: space)
    self.init(model, objective, configuration: configuration, seed: seed, in: space)
  }

  private init(
    _ model: any Model, _ objective: any Objective, configuration: TrainingConfiguration,
    seed: UInt64, in space: TrainingSpace
  ) {
    self.model = model
    self.objective = objective
    self.configuration = configuration
    self.space = space
    team = space.team
    steps = configuration.totalSteps(examples: objective.count)
    evaluationSteps = Set(configuration.evaluationSteps(of: steps))
    order = BatchOrder(count: objective.count, batch: configuration.batch, seed: seed)
    optimizer = configuration.optimizer.optimizer.start(model.parameters)
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
      space.tape.profile?.lap("optimizer", .other)
      model.parameters.zeroGradients(team: team)
      space.tape.profile?.lap("zero gradients", .other)
    case .searching(let state):
      value = state.step(isStationary: objective.isStationary, team: team) {
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

  /// Adds the gradient of the loss on a batch to the parameters'; the loss.
  func differentiate(_ examples: ArraySlice<Int>?) throws(TrainingError) -> Double {
    let value = objective.differentiate(examples, fraction: Double(step) / Double(steps))
    guard value.isFinite else {
      model.parameters.zeroGradients(team: team)
      throw notFinite("the training loss")
    }
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
    for (index, set) in objective.sets.enumerated() {
      let found = objective.scores(on: index)
      guard found.isFinite else { throw notFinite("the loss on the \(set) set") }
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
