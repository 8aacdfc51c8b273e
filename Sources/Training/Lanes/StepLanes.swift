import Autograd
import Kernels
import Models

/// Forward and backward passes of a batch in lanes that run side by side, each on a core or on some
/// cores of its own, with a tape and gradients of its own.
///
/// A lane works on few rows at a time, which stay in its core's cache, and waits for others only
/// where the whole batch meets: at the loss and at the optimizer. Gradients of the lanes are added
/// in a fixed order: the same bytes come out whatever the number of cores.
final class StepLanes {
  private let store: ParameterStore
  private let team: WorkerTeam
  private let pools: MemoryPools
  private let profile: OperationProfile?
  private let grain: Grain
  private var tapes: [Tape] = []
  /// Logits of the parts of each lane, between forward and backward.
  private var outputs: [[Tensor]] = []

  init(
    _ model: any Model, pools: MemoryPools, team: WorkerTeam, profile: OperationProfile?
  ) {
    store = model.parameters
    grain = model.grain
    self.pools = pools
    self.team = team
    self.profile = profile
  }

  /// Logits of a batch, in the order of its examples: `[n, C]`.
  /// - Parameter inputs: what the model reads of the examples at those places of the batch.
  func forward(
    _ model: any Model, rows: [Int], on tape: Tape, inputs: (Range<Int>) -> ModelInput
  ) -> Tensor {
    let cut = BatchCut(rows: rows, grain: grain)
    prepare(cut.lanes.count)
    let columns = model.shape.outputs
    let logits = tape.tensor([rows.count, columns], needsGradient: true)
    var found: [[Tensor]] = Array(repeating: [], count: cut.lanes.count)
    found.withUnsafeMutableBufferPointer { found in
      nonisolated(unsafe) let found = found
      each(of: cut.lanes.count) { lane, tape in
        for part in cut.lanes[lane] {
          let own = model.logits(inputs(part), on: tape)
          (logits.values + part.lowerBound * columns).update(from: own.values, count: own.count)
          found[lane].append(own)
        }
      }
    }
    outputs = found
    return logits
  }

  /// Adds the gradients of the weights to the store's, from the gradient of the logits that
  /// `forward` gave.
  func backward(from logits: Tensor) {
    let gradient = UnsafePointer(logits.zeroedGradient())
    var starts: [Int] = []
    var next = 0
    for lane in outputs {
      starts.append(next)
      next += lane.reduce(0) { $0 + $1.count }
    }
    var given = outputs
    outputs = []
    let count = given.count
    given.withUnsafeMutableBufferPointer { given in
      nonisolated(unsafe) let given = given
      each(of: count) { lane, tape in
        var start = gradient + starts[lane]
        let pairs = given[lane].map { tensor in
          defer { start += tensor.count }
          return (tensor, UnsafeBufferPointer(start: start, count: tensor.count))
        }
        given[lane] = []
        tape.backward(from: pairs)
      }
    }
    store.foldLanes(count, team: team)
    profile?.lap("add lanes", .other)
  }

  /// Both passes of a batch whose parts need not meet: `body` adds the gradients of a part of it to
  /// those of its lane and gives the part's share of the loss. The sum of these, in the parts' order.
  func differentiate(
    rows: [Int], _ body: (_ part: Range<Int>, _ tape: Tape) -> Double
  ) -> Double {
    let cut = BatchCut(rows: rows, grain: grain)
    let count = cut.lanes.count
    prepare(count)
    var sums = [Double](repeating: 0, count: count)
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      each(of: count) { lane, tape in
        for part in cut.lanes[lane] { sums[lane] += body(part, tape) }
      }
    }
    store.foldLanes(count, team: team)
    profile?.lap("add lanes", .other)
    return sums.reduce(0, +)
  }

  /// Forgets a forward pass.
  func clear() {
    for tape in tapes { tape.clear() }
    outputs = []
  }

  private func prepare(_ count: Int) {
    pools.prepare(count)
    store.reserve(lanes: count)
    while tapes.count < count {
      tapes.append(
        Tape(
          pool: pools[tapes.count], team: WorkerTeam(), lane: tapes.count,
          profile: profile?.child()))
    }
  }

  /// Runs `body` for the first lanes; cores beyond the number of lanes are shared among them.
  private func each(of count: Int, _ body: (_ lane: Int, _ tape: Tape) -> Void) {
    for tape in tapes { tape.team.threads = max(1, team.threads / count) }
    profile?.lap("step", .other)
    team.run(pieces: count) { lane in
      let tape = tapes[lane]
      tape.profile?.resume()
      body(lane, tape)
    }
    profile?.resume()
  }
}
