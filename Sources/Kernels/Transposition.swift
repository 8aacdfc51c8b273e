/// Columns side by side.
enum Transposition {
  /// y_{d i} = c x_{i d} for d < columns, i < lanes; 0 where there is no row i. `lanes` is a multiple
  /// of sixteen and the distance between rows of y, which has a multiple of sixteen of them.
  static func run(
    _ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int, by factor: Float,
    into y: UnsafeMutablePointer<Float>, lanes: Int
  ) {
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: 32) { memory in
      guard let a = memory.baseAddress else { return }
      let b = a + 16
      for first in Swift.stride(from: 0, to: lanes, by: 16) {
        for column in Swift.stride(from: 0, to: columns, by: 16) {
          let width = min(16, columns - column)
          if first + 16 <= rows, width == 16 {
            var row = x + (first * stride + column)
            for i in 0..<16 {
              (a + i).initialize(to: row.vector(0, 16))
              row += stride
            }
          } else {
            for i in 0..<16 {
              let isRow = first + i < rows
              (a + i).initialize(
                to: isRow ? (x + ((first + i) * stride + column)).vector(0, width) : .zero)
            }
          }
          // Four perfect shuffles of the rows, and of the numbers in them, transpose.
          shuffle(a, into: b)
          shuffle(b, into: a)
          shuffle(a, into: b)
          shuffle(b, into: a)
          for i in 0..<16 { y.store(a[i] * factor, (column + i) * lanes + first, 16) }
        }
      }
    }
  }

  @inline(__always)
  private static func shuffle(
    _ a: UnsafeMutablePointer<Vector>, into b: UnsafeMutablePointer<Vector>
  ) {
    for i in 0..<8 {
      (b + 2 * i).initialize(to: alternating(a[i].lowHalf, a[i + 8].lowHalf))
      (b + 2 * i + 1).initialize(to: alternating(a[i].highHalf, a[i + 8].highHalf))
    }
  }

  @inline(__always)
  private static func alternating(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> Vector {
    var vector = Vector()
    vector.evenHalf = a
    vector.oddHalf = b
    return vector
  }
}
