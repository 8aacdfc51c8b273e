/// Layer normalization (Ba, Kiros and Hinton 2016): y = γ x̂ + β, x̂ = (x − μ) / √(σ² + ε), with mean
/// and (biased) variance of each row.
package enum LayerNorm {
  /// Also stores μ and 1 / √(σ² + ε) of each row for the backward pass: `statistics[2 row]`, `[+ 1]`.
  package static func forward(
    _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
    epsilon: Float, into y: UnsafeMutablePointer<Float>,
    statistics: UnsafeMutablePointer<Float>, columns: Int, _ rows: Range<Int>
  ) {
    let factor = 1 / Float(columns)
    for row in rows {
      let (x, y) = (x + row * columns, y + row * columns)
      var sum = Vector.zero
      sweep(0..<columns) { j, lanes in sum += x.vector(j, lanes) }
      let mean = sum.total * factor
      var squares = Vector.zero
      sweep(0..<columns) { j, lanes in
        let centered = x.vector(j, lanes, fill: mean) - mean
        squares += centered * centered
      }
      let inverse = 1 / (squares.total * factor + epsilon).squareRoot()
      sweep(0..<columns) { j, lanes in
        let normalized = (x.vector(j, lanes) - mean) * inverse
        y.store(normalized * scale.vector(j, lanes) + shift.vector(j, lanes), j, lanes)
      }
      statistics[2 * row] = mean
      statistics[2 * row + 1] = inverse
    }
  }

  /// dx = (g − ⟨g⟩ − x̂ ⟨g x̂⟩) / √(σ² + ε) with g = γ dy and ⟨·⟩ the mean over the row.
  package static func backward(
    _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>, statistics: UnsafePointer<Float>,
    _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, columns: Int,
    _ rows: Range<Int>, accumulate: Bool
  ) {
    let factor = 1 / Float(columns)
    for row in rows {
      let (x, dy, dx) = (x + row * columns, dy + row * columns, dx + row * columns)
      let (mean, inverse) = (statistics[2 * row], statistics[2 * row + 1])
      var (sum, product) = (Vector.zero, Vector.zero)
      sweep(0..<columns) { j, lanes in
        let g = dy.vector(j, lanes) * scale.vector(j, lanes)
        sum += g
        product += g * (x.vector(j, lanes) - mean)
      }
      let meanGradient = sum.total * factor
      let along = product.total * factor * inverse * inverse
      sweep(0..<columns) { j, lanes in
        let g = dy.vector(j, lanes) * scale.vector(j, lanes)
        let centered = x.vector(j, lanes) - mean
        dx.put(
          (g - meanGradient - centered * along) * inverse, j, lanes, accumulate: accumulate)
      }
    }
  }

  /// Σ dy x̂ and Σ dy over the rows, for γ and β: `sums` has 2 · columns places.
  package static func parameterSums(
    _ x: UnsafePointer<Float>, statistics: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    into sums: UnsafeMutablePointer<Float>, columns: Int, _ rows: Range<Int>
  ) {
    sums.update(repeating: 0, count: 2 * columns)
    for row in rows {
      let (x, dy) = (x + row * columns, dy + row * columns)
      let (mean, inverse) = (statistics[2 * row], statistics[2 * row + 1])
      sweep(0..<columns) { j, lanes in
        let gradient = dy.vector(j, lanes)
        let normalized = (x.vector(j, lanes) - mean) * inverse
        sums.put(gradient * normalized, j, lanes, accumulate: true)
        sums.put(gradient, columns + j, lanes, accumulate: true)
      }
    }
  }
}
