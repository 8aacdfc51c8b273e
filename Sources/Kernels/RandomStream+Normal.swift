#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RandomStream {
  /// Standard normal in double precision (Box–Muller; one of the pair is used, so that every
  /// number takes the same amount of the stream).
  package mutating func normalDouble() -> Double {
    let radius = (-2 * log(1 - uniformDouble())).squareRoot()
    return radius * cos(2 * Double.pi * uniformDouble())
  }

  /// Standard normal.
  package mutating func normal() -> Float { Float(normalDouble()) }

  package mutating func fillUniform(
    _ values: UnsafeMutablePointer<Float>, count: Int, from low: Float, to high: Float
  ) {
    for i in 0..<count { values[i] = low + (high - low) * uniform() }
  }
}
