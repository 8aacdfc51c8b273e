import COpenBLAS

/// Sixteen floats: one register of AVX-512, two of AVX, four of NEON.
package typealias Vector = SIMD16<Float>

/// Calls `body` for each sixteen of the range and for what is left at its end: index and number of
/// lanes. Inlined twice, so that `lanes` is a constant 16 in the loop.
@inline(__always)
func sweep(_ range: Range<Int>, _ body: (_ index: Int, _ lanes: Int) -> Void) {
  var index = range.lowerBound
  let end = range.upperBound
  while index &+ 16 <= end {
    body(index, 16)
    index &+= 16
  }
  if index < end { body(index, end &- index) }
}

/// The same for bodies that are so long that the compiler would inline neither of two copies, and call
/// a function for each sixteen instead: one copy, in which `lanes` is looked at as it comes.
@inline(__always)
func longSweep(_ range: Range<Int>, _ body: (_ index: Int, _ lanes: Int) -> Void) {
  var index = range.lowerBound
  let end = range.upperBound
  while index < end {
    body(index, min(16, end &- index))
    index &+= 16
  }
}

extension UnsafePointer where Pointee == Float {
  /// The floats from `index` on, whatever their alignment; lanes that are not asked for are `fill`.
  @inline(__always) func vector(_ index: Int, _ lanes: Int, fill: Float = 0) -> Vector {
    if lanes == 16 { return UnsafeRawPointer(self + index).loadUnaligned(as: Vector.self) }
    var vector = Vector(repeating: fill)
    for lane in 0..<lanes { vector[lane] = self[index + lane] }
    return vector
  }
}

extension UnsafeMutablePointer where Pointee == Float {
  @inline(__always) func vector(_ index: Int, _ lanes: Int, fill: Float = 0) -> Vector {
    UnsafePointer(self).vector(index, lanes, fill: fill)
  }

  @inline(__always) func store(_ vector: Vector, _ index: Int, _ lanes: Int) {
    if lanes == 16 {
      UnsafeMutableRawPointer(self + index).storeBytes(of: vector, as: Vector.self)
    } else {
      for lane in 0..<lanes { self[index + lane] = vector[lane] }
    }
  }

  /// Stores `vector`, or adds it to what is there.
  @inline(__always) func put(_ vector: Vector, _ index: Int, _ lanes: Int, accumulate: Bool) {
    store(accumulate ? self.vector(index, lanes) + vector : vector, index, lanes)
  }
}

extension Vector {
  /// The sum of the lanes, in the order of a tree. (`sum()` leaves the order to the compiler.)
  @inline(__always) var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }

  /// The largest lane. A lane that is not a number may be passed over.
  @inline(__always) var largest: Float {
    let eight = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return two[1] > two[0] ? two[1] : two[0]
  }

  /// a b + self, rounded once where that is one instruction (elsewhere it would be a call).
  @inline(__always) func adding(_ a: Vector, _ b: Vector) -> Vector {
    w2s_fuses() != 0 ? addingProduct(a, b) : a * b + self
  }

  @inline(__always) func larger(_ other: Vector) -> Vector {
    replacing(with: other, where: other .> self)
  }
}
