import Kernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A linear head with a softmax: p(x) ∝ exp(⟨b_c, x⟩) for classes c, the last with b = 0.
struct SoftmaxHead: Sendable {
  /// features × (classes − 1).
  var weights: DoubleMatrix

  /// n × features → n × classes, logarithms of probabilities.
  func logProbabilities(_ design: DoubleMatrix) -> DoubleMatrix {
    let logits = design * weights
    let classes = weights.columns + 1
    var result = DoubleMatrix(rows: design.rows, columns: classes)
    for i in 0..<design.rows {
      var largest = 0.0
      for c in 0..<weights.columns { largest = max(largest, logits[i, c]) }
      var sum = exp(-largest)
      for c in 0..<weights.columns { sum += exp(logits[i, c] - largest) }
      let offset = largest + log(sum)
      for c in 0..<weights.columns { result[i, c] = logits[i, c] - offset }
      result[i, classes - 1] = -offset
    }
    return result
  }

  /// Cross-entropy to stationarity: the head of least −(1/n) Σ Σ_c y_c log p_c for soft targets given
  /// as logarithms, by Newton's method with halved steps. Soft targets that are nowhere 0 have exactly
  /// one such head if the design has full rank.
  /// - Returns: the head and its largest gradient entry, or nil after `steps` steps.
  static func fit(
    _ design: DoubleMatrix, to targets: DoubleMatrix, steps: Int = 100
  ) throws(LinearAlgebraError) -> SoftmaxHead? {
    let classes = targets.columns
    let y = targets.values.map { exp($0) }
    let n = Double(design.rows)
    var head = SoftmaxHead(weights: DoubleMatrix(rows: design.columns, columns: classes - 1))
    var logs = head.logProbabilities(design)
    var loss = crossEntropy(y, logs)
    for _ in 0..<steps {
      let p = logs.values.map { exp($0) }
      var difference = DoubleMatrix(rows: design.rows, columns: classes - 1)
      for i in difference.values.indices { difference.values[i] = (p[i] - y[i]) / n }
      let gradient = DoubleMatrix.product(design, difference, transposeLeft: true)
      let largest = gradient.values.reduce(0) { max($0, abs($1)) }
      if largest < 1e-14 { return head }
      let step = try hessian(design, p, classes).choleskySolve(gradient.values)
      var scale = 1.0
      var improved = false
      while scale > 1e-4 {
        var next = head
        for i in step.indices { next.weights.values[i] -= scale * step[i] }
        let nextLogs = next.logProbabilities(design)
        let nextLoss = crossEntropy(y, nextLogs)
        if nextLoss < loss || (scale == 1 && nextLoss <= loss + 1e-13 * abs(loss)) {
          improved = nextLoss < loss
          (head, logs, loss) = (next, nextLogs, nextLoss)
          break
        }
        scale /= 2
      }
      // Rounding ends the descent where the gradient is about the precision of the sums.
      if !improved, largest < 1e-11 { return head }
    }
    return nil
  }

  /// −(1/n) Σ Σ_c y_c log p_c.
  private static func crossEntropy(_ y: [Double], _ logs: DoubleMatrix) -> Double {
    -zip(y, logs.values).reduce(0) { $0 + $1.0 * $1.1 } / Double(logs.rows)
  }

  /// Blocks (a, b): (1/n) Σ p_a(δ_ab − p_b) x xᵀ.
  private static func hessian(
    _ design: DoubleMatrix, _ p: [Double], _ classes: Int
  ) -> DoubleMatrix {
    let (n, k) = (design.rows, design.columns)
    var result = DoubleMatrix(rows: k * (classes - 1), columns: k * (classes - 1))
    for a in 0..<classes - 1 {
      for b in 0...a {
        let weights = (0..<n).map { i in
          p[i + a * n] * ((a == b ? 1 : 0) - p[i + b * n]) / Double(n)
        }
        var scaled = design
        scaled.scaleRows(by: weights)
        let block = DoubleMatrix.product(design, scaled, transposeLeft: true)
        for j in 0..<k {
          for i in 0..<k { result[a * k + i, b * k + j] = block[i, j] }
        }
      }
    }
    return result
  }
}

/// E KL(p‖q) over the rows, from logarithms of probabilities.
func meanDivergence(_ p: DoubleMatrix, _ q: DoubleMatrix) -> Double {
  zip(p.values, q.values).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) } / Double(p.rows)
}
