/// Operations on each element of flat memory. `accumulate` adds the result to what is there.
package enum Elementwise {
  /// y = a + b
  package static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    _ range: Range<Int>
  ) {
    sweep(range) { i, lanes in y.store(a.vector(i, lanes) + b.vector(i, lanes), i, lanes) }
  }

  /// y = a · b (or y += a · b)
  package static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    _ range: Range<Int>, accumulate: Bool = false
  ) {
    sweep(range) { i, lanes in
      y.put(a.vector(i, lanes) * b.vector(i, lanes), i, lanes, accumulate: accumulate)
    }
  }

  /// y = c (a − b) (or y += c (a − b))
  package static func scaledDifference(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, by factor: Float,
    into y: UnsafeMutablePointer<Float>, _ range: Range<Int>, accumulate: Bool = false
  ) {
    sweep(range) { i, lanes in
      y.put(
        (a.vector(i, lanes) - b.vector(i, lanes)) * factor, i, lanes, accumulate: accumulate)
    }
  }

  /// y = c x (or y += c x)
  package static func scale(
    _ x: UnsafePointer<Float>, by factor: Float, into y: UnsafeMutablePointer<Float>,
    _ range: Range<Int>, accumulate: Bool = false
  ) {
    sweep(range) { i, lanes in
      y.put(x.vector(i, lanes) * factor, i, lanes, accumulate: accumulate)
    }
  }

  /// y = c (or y += c)
  package static func fill(
    _ y: UnsafeMutablePointer<Float>, with value: Float, _ range: Range<Int>,
    accumulate: Bool = false
  ) {
    sweep(range) { i, lanes in
      y.put(Vector(repeating: value), i, lanes, accumulate: accumulate)
    }
  }

  /// y = x (or y += x)
  package static func copy(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ range: Range<Int>,
    accumulate: Bool = false
  ) {
    sweep(range) { i, lanes in y.put(x.vector(i, lanes), i, lanes, accumulate: accumulate) }
  }

  /// y = max(x, 0)
  package static func relu(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ range: Range<Int>
  ) {
    sweep(range) { i, lanes in
      let x = x.vector(i, lanes)
      y.store(x.replacing(with: Vector(repeating: 0), where: x .< 0), i, lanes)
    }
  }

  /// dx = dy where y > 0, else 0 (also at 0, as PyTorch).
  package static func reluBackward(
    _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    _ range: Range<Int>, accumulate: Bool
  ) {
    sweep(range) { i, lanes in
      let zero = Vector(repeating: 0)
      dx.put(
        zero.replacing(with: dy.vector(i, lanes), where: y.vector(i, lanes) .> 0), i, lanes,
        accumulate: accumulate)
    }
  }
}
