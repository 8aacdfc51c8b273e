/// Cross-entropy of rows of logits against soft targets: l = Σ_j t_j (log Σ_k exp(x_k) − x_j).
/// Targets need not sum to one.
package enum CrossEntropy {
  /// Losses of rows and, for the backward pass, their log Σ exp x.
  package static func forward(
    _ x: UnsafePointer<Float>, targets: UnsafePointer<Float>, columns: Int, _ rows: Range<Int>,
    losses: UnsafeMutablePointer<Float>, normalizers: UnsafeMutablePointer<Float>
  ) {
    for row in rows {
      let (x, t) = (x + row * columns, targets + row * columns)
      let normalizer = Softmax.logSumExp(x, columns)
      var sum = Vector.zero
      sweep(0..<columns) { j, lanes in
        let t = t.vector(j, lanes)
        // A class without weight adds nothing even where its logit is −∞.
        let term = t * (normalizer - x.vector(j, lanes))
        sum += term.replacing(with: 0, where: t .== 0)
      }
      losses[row] = sum.total
      normalizers[row] = normalizer
    }
  }

  /// dx_j = s (exp(x_j − normalizer) Σ_k t_k − t_j), s the scale of the row.
  package static func backward(
    _ x: UnsafePointer<Float>, targets: UnsafePointer<Float>,
    normalizers: UnsafePointer<Float>, weights: UnsafePointer<Float>?, scale: Float,
    into dx: UnsafeMutablePointer<Float>, columns: Int, _ rows: Range<Int>, accumulate: Bool
  ) {
    for row in rows {
      let (x, t, dx) = (x + row * columns, targets + row * columns, dx + row * columns)
      var sum = Vector.zero
      sweep(0..<columns) { j, lanes in sum += t.vector(j, lanes) }
      let (total, normalizer) = (sum.total, normalizers[row])
      let scale = scale * (weights?[row] ?? 1)
      sweep(0..<columns) { j, lanes in
        let p = exponential(x.vector(j, lanes) - normalizer)
        dx.put((p * total - t.vector(j, lanes)) * scale, j, lanes, accumulate: accumulate)
      }
    }
  }

  /// Losses against one class per row: l = log Σ exp(x) − x_class.
  package static func forward(
    _ x: UnsafePointer<Float>, classes: UnsafePointer<Int32>, columns: Int, _ rows: Range<Int>,
    losses: UnsafeMutablePointer<Float>, normalizers: UnsafeMutablePointer<Float>
  ) {
    for row in rows {
      let x = x + row * columns
      let normalizer = Softmax.logSumExp(x, columns)
      losses[row] = normalizer - x[Int(classes[row])]
      normalizers[row] = normalizer
    }
  }

  /// dx_j = s (exp(x_j − normalizer) − [j = class]).
  package static func backward(
    _ x: UnsafePointer<Float>, classes: UnsafePointer<Int32>,
    normalizers: UnsafePointer<Float>, weights: UnsafePointer<Float>?, scale: Float,
    into dx: UnsafeMutablePointer<Float>, columns: Int, _ rows: Range<Int>, accumulate: Bool
  ) {
    for row in rows {
      let (x, dx) = (x + row * columns, dx + row * columns)
      let normalizer = normalizers[row]
      let scale = scale * (weights?[row] ?? 1)
      sweep(0..<columns) { j, lanes in
        dx.put(
          exponential(x.vector(j, lanes) - normalizer) * scale, j, lanes, accumulate: accumulate)
      }
      dx[Int(classes[row])] -= scale
    }
  }
}
