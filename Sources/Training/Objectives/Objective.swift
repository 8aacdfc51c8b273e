import Autograd
import Kernels
import Models

/// What a training minimizes on which examples, and how the model is scored on others.
///
/// An objective differentiates; which examples come when, what the optimizer does with the gradient and
/// which weights are kept are the trainer's.
protocol Objective: AnyObject {
  /// Examples to learn from.
  var count: Int { get }

  /// Whether it is the same function of the weights in every step that sees the same examples.
  var isStationary: Bool { get }

  /// Names of the sets that the model is scored on.
  var sets: [String] { get }

  /// The loss of a batch, and its gradient added to the parameters'. Where the loss is not finite the
  /// gradients are of no use; whoever goes on sets them to zero.
  /// - Parameters:
  ///   - examples: their numbers; nil for all of them in their own order.
  ///   - fraction: of the training that is done.
  func differentiate(_ examples: ArraySlice<Int>?, fraction: Double) -> Double

  /// The scores on one of the sets.
  func scores(on set: Int) -> SetScores
}

/// Where the passes of a training take place: kept from step to step.
final class TrainingSpace {
  let team: WorkerTeam
  /// Where the loss of a whole batch is computed.
  let tape: Tape
  let lanes: StepLanes
  let pools = MemoryPools()
  /// The most that tapes held when the loss was known: what the backward pass needs.
  private(set) var activationBytes = 0

  init(_ model: any Model, team: WorkerTeam, profile: OperationProfile?) {
    self.team = team
    tape = Tape(pool: MemoryPool(), team: team, profile: profile)
    lanes = StepLanes(model, pools: pools, team: team, profile: profile)
  }

  func noteActivations() {
    activationBytes = max(activationBytes, tape.pool.bytesInUse + pools.bytesInUse)
  }

  /// Examples of a batch that go through the model at a time.
  static func parts(of count: Int, microBatch: Int?) -> [Range<Int>] {
    let size = microBatch ?? max(count, 1)
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}
