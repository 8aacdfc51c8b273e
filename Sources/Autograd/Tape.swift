import Kernels

/// A computation as it happens, so that it can be differentiated backwards.
///
/// Operations are methods of the tape, one file each. Each computes its output at once and, where an
/// input needs a gradient, records how the output's gradient becomes gradients of its inputs.
/// Shapes in names: N rows (tokens of all sequences, end to end), S sequences, V vocabulary,
/// E width, H heads, D width of a head, I inputs and O outputs of a layer, C classes.
package final class Tape {
  package let pool: MemoryPool
  package let team: WorkerTeam
  /// Without recording nothing is kept: an activation's memory is free as soon as the caller lets
  /// go of it.
  package let recording: Bool
  /// Whether outputs know that they need a gradient, but not how it becomes one of their inputs: the
  /// first pass through a checkpointed segment.
  let forgets: Bool
  /// Where the time goes, for those who want to know.
  package let profile: OperationProfile?
  /// Where gradients of parameters go: tapes that run at the same time need a lane each.
  package let lane: Int

  private struct Record {
    let output: Tensor
    let operation: StaticString
    let backward: (_ output: Tensor, _ gradient: UnsafeMutablePointer<Float>) -> Void
  }
  private var records: [Record] = []

  package init(
    pool: MemoryPool, team: WorkerTeam, recording: Bool = true, lane: Int = 0,
    profile: OperationProfile? = nil
  ) {
    self.pool = pool
    self.team = team
    self.recording = recording
    self.lane = lane
    self.profile = profile
    forgets = false
  }

  /// For the first pass through a segment of another tape.
  init(forgetting tape: Tape) {
    pool = tape.pool
    team = tape.team
    lane = tape.lane
    profile = tape.profile
    recording = true
    forgets = true
  }

  /// A tensor with uninitialized values.
  package func tensor(_ shape: [Int], needsGradient: Bool = false) -> Tensor {
    Tensor(pool: pool, shape: shape, needsGradient: needsGradient && recording)
  }

  /// A tensor of given values.
  package func constant(_ values: [Float], shape: [Int], needsGradient: Bool = false) -> Tensor {
    let tensor = tensor(shape, needsGradient: needsGradient)
    precondition(values.count == tensor.count, "\(values.count) values for shape \(shape)")
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { tensor.values.update(from: base, count: tensor.count) }
    }
    return tensor
  }

  /// Remembers how a gradient of `output` becomes gradients of its inputs, if one is needed.
  ///
  /// The closure is called at most once, with the output and its gradient, and should hold the
  /// tensors that it reads, and no others.
  /// - Parameter operation: what a profile calls it.
  package func record(
    _ output: Tensor, operation: StaticString = #function,
    _ backward:
      @escaping (
        _ output: Tensor, _ gradient: UnsafeMutablePointer<Float>
      ) -> Void
  ) {
    profile?.lap(operation, columns: output.columns, .forward)
    guard output.needsGradient, !forgets else { return }
    records.append(Record(output: output, operation: operation, backward: backward))
  }

  /// Adds `scale` · d scalar / d x to the gradient of every x that the scalar depends on, and
  /// releases activations on the way. The tape is empty afterwards and can be used again.
  package func backward(from scalar: Tensor, scale: Float = 1) {
    precondition(scalar.count == 1, "backward begins at a scalar, not at shape \(scalar.shape)")
    precondition(scalar.needsGradient, "nothing to differentiate: no input needs a gradient")
    scalar.gradientDestination().values[0] = scale
    runBackward()
  }

  /// A parameter's values, and its gradient in the lane of this tape.
  package func leaf(_ parameter: Parameter) -> Tensor { parameter.tensor(lane: lane) }

  /// The same from an output of any shape: adds Σ_i g_i · d output_i / d x to the gradient of every
  /// x, for a gradient g with respect to the output that comes from elsewhere.
  package func backward(from output: Tensor, gradient: some Collection<Float>) {
    backward(from: [(output, gradient)])
  }

  /// The same from several outputs of one tape, each with its own gradient.
  package func backward(from outputs: [(tensor: Tensor, gradient: some Collection<Float>)]) {
    for (output, gradient) in outputs {
      precondition(gradient.count == output.count, "one gradient per output")
      precondition(output.needsGradient, "nothing to differentiate: no input needs a gradient")
      let destination = output.gradientDestination().values
      for (i, value) in gradient.enumerated() { destination[i] = value }
    }
    runBackward()
  }

  /// The same from an output whose gradient is there already.
  package func backward(fromGradientOf output: Tensor) {
    precondition(output.gradient != nil, "no gradient has arrived at the output")
    runBackward()
  }

  /// The same from an output whose gradient is that of another tensor, which gives it away.
  func backward(from output: Tensor, takingGradientOf other: Tensor) {
    let taken = output.adoptGradient(of: other)
    precondition(taken, "the output of a segment has a gradient of its own")
    runBackward()
  }

  private func runBackward() {
    while let record = records.popLast() {
      guard let gradient = record.output.gradient else { continue }
      record.backward(record.output, gradient)
      record.output.releaseGradient()
      profile?.lap(record.operation, columns: record.output.columns, .backward)
    }
  }

  /// Forgets what was recorded, for a computation that is not differentiated after all.
  package func clear() { records.removeAll(keepingCapacity: true) }
}
