import Kernels

extension Tape {
  /// Log probabilities of the continuations of each example, and of everything else: `x_MV → z_EC`.
  ///
  ///     z_e0 = log(1 − Σ_k exp z_ek), at least −30
  ///     z_ek = log softmax(x⁰)_f + log softmax(x^b)_t    for the k-th continuation (f, t) from 1
  ///     z_ek = max_j z_ej − 60                           where example e has fewer
  ///
  /// x⁰ and x^b are rows of the example in x: the first, and those of its branches after it. Softmax
  /// of z is these probabilities: cross-entropy of z is the loss of both entries together.
  ///
  /// As a prediction z_0 is above or below all others as greedy decoding has it
  /// (`ContinuationLogits.forward`), and z is a constant.
  ///
  /// What stands for nothing must never win and poison no loss. Infinity would: 0 · ∞ in a
  /// cross-entropy. 60 below the greatest its probability is below 10⁻²⁶, which rounding hides in every
  /// sum, and its logarithm is finite. It comes after all continuations, so that it loses where
  /// rounding makes it equal, too.
  ///
  /// Gradient: see `ContinuationLogits.backward`; what stands for nothing has none.
  /// - Parameters:
  ///   - examples: the branches of each, all of different first entries, in the order of the rows.
  ///   - columns: C, more than any example has continuations.
  package func continuations(
    _ x: Tensor, of examples: [[ContinuationLogits.Branch]], columns: Int, isPrediction: Bool
  ) -> Tensor {
    let entries = x.columns
    var starts = [0]
    for branches in examples {
      starts.append(starts[starts.count - 1] + 1 + branches.count)
      var count = 0
      for branch in branches {
        precondition(
          ([branch.first] + branch.seconds).allSatisfy { 0..<entries ~= $0 },
          "a continuation beyond \(entries) entries")
        precondition(
          branch.places.count == branch.seconds.count, "continuations: a place for each")
        count += branch.places.count
      }
      precondition(
        count < columns && branches.allSatisfy { $0.places.allSatisfy { 0..<count ~= $0 } },
        "\(count) continuations of an example for \(columns) columns")
    }
    precondition(
      starts[examples.count] == x.rows, "continuations: \(x.rows) rows, not one for each branch")

    let z = tensor([examples.count, columns], needsGradient: x.needsGradient && !isPrediction)
    let kept = tensor([x.rows, ContinuationLogits.kept])
    let logits = ContinuationLogits(
      entries: entries, outputs: columns, isPrediction: isPrediction)
    let (source, target, memory) = (x.values, z.values, kept.values)
    let width = entries * (x.rows / max(1, examples.count))
    team.ranges(examples.count, width: width) {
      for example in $0 {
        let row = starts[example]
        logits.forward(
          source + row * entries, examples[example],
          kept: memory + row * ContinuationLogits.kept, into: target + example * columns)
      }
    }
    record(z) { [team] z, dz in
      let (dx, x, z) = (x.gradientDestination(), x.values, z.values)
      let kept = kept.values
      team.ranges(examples.count, width: width) {
        for example in $0 {
          let row = starts[example]
          logits.backward(
            x + row * entries, examples[example],
            kept: kept + row * ContinuationLogits.kept, z + example * columns,
            dz + example * columns, into: dx.values + row * entries, accumulate: dx.accumulate)
        }
      }
    }
    return z
  }
}
