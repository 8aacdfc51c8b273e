/// Σ a b: sixteen sums in single precision over each block of 1024, blocks added in double precision.
func dot(_ a: [Float], _ b: UnsafeBufferPointer<Float>) -> Double {
  precondition(a.count == b.count)
  return a.withUnsafeBytes { a in
    sumOfBlocks(b.count) { range in
      let b = UnsafeRawBufferPointer(b)
      var (lanes, i) = (SIMD16<Float>(), range.lowerBound)
      while i + 16 <= range.upperBound {
        lanes += lanesOf(a, i) * lanesOf(b, i)
        i += 16
      }
      var sum = Double(lanes.sum())
      while i < range.upperBound {
        sum += Double(scalarOf(a, i) * scalarOf(b, i))
        i += 1
      }
      return sum
    }
  }
}

/// Σ a, likewise.
func sum(_ a: UnsafeBufferPointer<Float>) -> Double {
  sumOfBlocks(a.count) { range in
    let a = UnsafeRawBufferPointer(a)
    var (lanes, i) = (SIMD16<Float>(), range.lowerBound)
    while i + 16 <= range.upperBound {
      lanes += lanesOf(a, i)
      i += 16
    }
    var sum = Double(lanes.sum())
    while i < range.upperBound {
      sum += Double(scalarOf(a, i))
      i += 1
    }
    return sum
  }
}

@inline(__always)
private func lanesOf(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> SIMD16<Float> {
  bytes.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
}

@inline(__always)
private func scalarOf(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Float {
  bytes.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
}

private func sumOfBlocks(_ count: Int, _ block: (Range<Int>) -> Double) -> Double {
  var sum = 0.0
  for start in stride(from: 0, to: count, by: 1024) {
    sum += block(start..<min(count, start + 1024))
  }
  return sum
}
