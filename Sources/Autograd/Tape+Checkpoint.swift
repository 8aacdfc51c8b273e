extension Tape {
  /// The output of `segment`, whose activations are not kept: the backward pass computes them again
  /// (Chen et al. 2016). Memory for one segment at a time, for one more forward pass.
  ///
  /// `segment` records on the tape that it is given, and nowhere else; what else it reads are
  /// tensors that it captures. It is called twice, and must compute the same both times. Gradients
  /// of everything it reads are to the bit those without the checkpoint: the operations run backward
  /// at their old place in the order.
  package func checkpoint(_ segment: @escaping (Tape) -> Tensor) -> Tensor {
    guard recording, !forgets else { return segment(self) }
    let y = segment(Tape(forgetting: self))
    record(y) { [pool, team, lane, profile] y, _ in
      let tape = Tape(pool: pool, team: team, lane: lane, profile: profile)
      let again = segment(tape)
      precondition(again !== y, "a checkpointed segment returns a tensor that it was given")
      tape.backward(from: again, takingGradientOf: y)
    }
    return y
  }
}
