/// Logits of some entries of a row, and of all others taken together.
package enum ChoiceLogits {
  /// What stands for the entries that are no choice.
  package enum Rest: Sendable {
    /// log Σ exp: what makes the softmax over the outputs that over all entries.
    case sum
    /// The greatest of them: what makes the greatest output that of all entries.
    case greatest
  }

  /// How far below the greatest output of its row an output lies that stands for nothing.
  package static let margin: Float = 60

  /// z_0 = the rest, z_k = x of the k-th choice, then what stands for nothing, for one row.
  package static func forward(
    _ x: UnsafePointer<Float>, entries: Int, choices: UnsafeBufferPointer<Int32>, rest: Rest,
    into z: UnsafeMutablePointer<Float>, outputs: Int
  ) {
    for (k, choice) in choices.enumerated() { z[k + 1] = x[Int(choice)] }
    let hasRest = choices.count < entries
    if hasRest {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: entries) { others in
        guard let others = others.baseAddress else { return }
        others.update(from: x, count: entries)
        for choice in choices { others[Int(choice)] = -.infinity }
        switch rest {
        case .sum: z[0] = Softmax.logSumExp(others, entries)
        case .greatest: z[0] = Softmax.largest(others, entries)
        }
      }
    }
    let filled = choices.count + 1
    let nothing = Softmax.largest(z + (hasRest ? 0 : 1), filled - (hasRest ? 0 : 1)) - margin
    if !hasRest { z[0] = nothing }
    for k in filled..<max(filled, outputs) { z[k] = nothing }
  }

  /// dx_j = dz_0 ∂z_0/∂x_j for what is no choice, dx = dz_k for the k-th choice.
  package static func backward(
    _ x: UnsafePointer<Float>, entries: Int, choices: UnsafeBufferPointer<Int32>, rest: Rest,
    _ z: UnsafePointer<Float>, _ dz: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: entries) { own in
      guard let own = own.baseAddress else { return }
      let (normalizer, slope) = (z[0], choices.count < entries ? dz[0] : 0)
      switch rest {
      case .sum:
        sweep(0..<entries) { j, lanes in
          own.store(exponential(x.vector(j, lanes) - normalizer) * slope, j, lanes)
        }
      case .greatest:
        own.update(repeating: 0, count: entries)
        if let first = firstOther(x, entries, choices, of: normalizer) { own[first] = slope }
      }
      for (k, choice) in choices.enumerated() { own[Int(choice)] = dz[k + 1] }
      sweep(0..<entries) { j, lanes in
        dx.put(own.vector(j, lanes), j, lanes, accumulate: accumulate)
      }
    }
  }

  /// The first entry of that value that is no choice.
  private static func firstOther(
    _ x: UnsafePointer<Float>, _ entries: Int, _ choices: UnsafeBufferPointer<Int32>,
    of value: Float
  ) -> Int? {
    (0..<entries).first { x[$0] == value && !choices.contains(Int32($0)) }
  }
}
