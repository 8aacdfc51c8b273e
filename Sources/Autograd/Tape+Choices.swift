import Kernels

extension Tape {
  /// Of each row the logits of its choices, and one of all that it has not to choose from:
  /// `x_NV, choices → z_NC`.
  ///
  ///     z_n0 = log Σ_j exp(x_nj) or max_j x_nj, over the j that are no choice of row n
  ///     z_nk = x_n,choice(k)                    for the k-th choice, counted from 1
  ///     z_nk = max_j z_nj − 60                  where row n has fewer choices
  ///
  /// With the sum, softmax(z)_k is softmax(x)_choice(k): cross-entropy of z is the next-token loss.
  /// With the maximum, the greatest z is the greatest x, or 0 where that is no choice.
  ///
  /// What stands for nothing must never win and poison no loss. Infinity would: 0 · ∞ in a
  /// cross-entropy. A constant might lie above all logits. 60 below the greatest its probability is
  /// below 10⁻²⁶, which rounding hides in every sum, and its logarithm is finite. It comes after all
  /// choices, so that it loses where rounding makes it equal, too (logits beyond 2³⁰).
  ///
  /// Gradient: dx_nj = dz_n0 exp(x_nj − z_n0) for what is no choice (with the maximum: dz_n0 for
  /// the first that has it), dz_nk for the k-th choice; what stands for nothing has none.
  /// - Parameters:
  ///   - choices: entries of all rows end to end, those of a row all different.
  ///   - offsets: where the choices of each row begin, and where the last one's end.
  ///   - columns: C, more than any row has choices.
  package func choices(
    _ x: Tensor, among choices: [Int32], offsets: [Int], columns: Int,
    rest: ChoiceLogits.Rest
  ) -> Tensor {
    let (n, entries) = (x.rows, x.columns)
    precondition(
      offsets.count == n + 1 && offsets[0] == 0 && offsets[n] == choices.count,
      "choices: \(n) rows, \(offsets.count - 1) sets of choices")
    precondition(
      zip(offsets, offsets.dropFirst()).allSatisfy { 0...columns - 1 ~= $1 - $0 },
      "choices: more than \(columns - 1) of a row")
    precondition(
      choices.allSatisfy { $0 >= 0 && Int($0) < entries }, "a choice beyond \(entries) entries")
    let z = tensor([n, columns], needsGradient: x.needsGradient)
    let (source, target) = (x.values, z.values)
    choices.withUnsafeBufferPointer { choices in
      team.ranges(n, width: entries) {
        for row in $0 {
          ChoiceLogits.forward(
            source + row * entries, entries: entries,
            choices: UnsafeBufferPointer(rebasing: choices[offsets[row]..<offsets[row + 1]]),
            rest: rest, into: target + row * columns, outputs: columns)
        }
      }
    }
    record(z) { [team] z, dz in
      let (dx, x, z) = (x.gradientDestination(), x.values, z.values)
      choices.withUnsafeBufferPointer { choices in
        team.ranges(n, width: entries) {
          for row in $0 {
            ChoiceLogits.backward(
              x + row * entries, entries: entries,
              choices: UnsafeBufferPointer(rebasing: choices[offsets[row]..<offsets[row + 1]]),
              rest: rest, z + row * columns, dz + row * columns, into: dx.values + row * entries,
              accumulate: dx.accumulate)
          }
        }
      }
    }
    return z
  }
}
