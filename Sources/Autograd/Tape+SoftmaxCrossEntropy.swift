import Kernels

extension Tape {
  /// The mean over rows of w_n Σ_c t_nc (log Σ_k exp(x_nk) − x_nc): `logits_NC, targets_NC → loss`.
  ///
  /// Targets are soft, detached, and need not sum to one; `rowWeights` (w, detached) multiply the
  /// rows, the mean stays that over all N rows.
  ///
  /// Gradient: dx_nc = w_n / N · (softmax(x_n)_c Σ_k t_nk − t_nc).
  package func softmaxCrossEntropy(
    _ logits: Tensor, targets: Tensor, rowWeights: Tensor? = nil
  ) -> Tensor {
    precondition(
      logits.count == targets.count && logits.columns == targets.columns,
      "cross-entropy: logits \(logits.shape), targets \(targets.shape)")
    let (n, columns) = (logits.rows, logits.columns)
    precondition(n > 0, "cross-entropy of no rows")
    precondition(rowWeights.map { $0.count == n } ?? true, "one weight per row")
    let normalizers = tensor([n])
    let losses = tensor([n])
    let (x, t) = (logits.values, targets.values)
    let (lossValues, normalizerValues) = (losses.values, normalizers.values)
    team.ranges(n, width: columns) {
      CrossEntropy.forward(
        x, targets: t, columns: columns, $0, losses: lossValues, normalizers: normalizerValues)
    }
    let loss = tensor([1], needsGradient: logits.needsGradient)
    loss.values[0] = Tape.mean(losses, weights: rowWeights)
    record(loss) { [team] _, gradient in
      let scale = gradient[0] / Float(n)
      let (dx, x, t) = (logits.gradientDestination(), logits.values, targets.values)
      let (normalizers, weights) = (normalizers.values, rowWeights?.values)
      team.ranges(n, width: columns) {
        CrossEntropy.backward(
          x, targets: t, normalizers: normalizers, weights: weights, scale: scale,
          into: dx.values, columns: columns, $0, accumulate: dx.accumulate)
      }
    }
    return loss
  }

  /// The mean over rows of w_n (log Σ_k exp(x_nk) − x_n,class): `logits_NC, classes_N → loss`.
  ///
  /// Gradient: dx_nc = w_n / N · (softmax(x_n)_c − [c = class_n]).
  package func softmaxCrossEntropy(
    _ logits: Tensor, classes: [Int32], rowWeights: Tensor? = nil
  ) -> Tensor {
    let (n, columns) = (logits.rows, logits.columns)
    precondition(n > 0, "cross-entropy of no rows")
    precondition(classes.count == n, "cross-entropy: \(n) rows, \(classes.count) classes")
    precondition(classes.allSatisfy { $0 >= 0 && Int($0) < columns }, "a class out of range")
    precondition(rowWeights.map { $0.count == n } ?? true, "one weight per row")
    let normalizers = tensor([n])
    let losses = tensor([n])
    let x = logits.values
    let (lossValues, normalizerValues) = (losses.values, normalizers.values)
    classes.withUnsafeBufferPointer { classes in
      guard let base = classes.baseAddress else { return }
      team.ranges(n, width: columns) {
        CrossEntropy.forward(
          x, classes: base, columns: columns, $0, losses: lossValues,
          normalizers: normalizerValues)
      }
    }
    let loss = tensor([1], needsGradient: logits.needsGradient)
    loss.values[0] = Tape.mean(losses, weights: rowWeights)
    record(loss) { [team] _, gradient in
      let scale = gradient[0] / Float(n)
      let (dx, x) = (logits.gradientDestination(), logits.values)
      let (normalizers, weights) = (normalizers.values, rowWeights?.values)
      classes.withUnsafeBufferPointer { classes in
        guard let base = classes.baseAddress else { return }
        team.ranges(n, width: columns) {
          CrossEntropy.backward(
            x, classes: base, normalizers: normalizers, weights: weights, scale: scale,
            into: dx.values, columns: columns, $0, accumulate: dx.accumulate)
        }
      }
    }
    return loss
  }

  /// (1 / N) Σ_n w_n l_n, added in double precision.
  private static func mean(_ losses: Tensor, weights: Tensor?) -> Float {
    var sum = 0.0
    for n in 0..<losses.count {
      sum += Double(losses.values[n]) * Double(weights?.values[n] ?? 1)
    }
    return Float(sum / Double(losses.count))
  }
}
