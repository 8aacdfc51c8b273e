#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RandomStream {
  /// Gamma with the given shape (at least 1) and scale 1 (Marsaglia & Tsang 2000).
  package mutating func gamma(shape: Double) -> Double {
    precondition(shape >= 1)
    let d = shape - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normalDouble()
      let cube = (1 + c * x) * (1 + c * x) * (1 + c * x)
      guard cube > 0 else { continue }
      if log(1 - uniformDouble()) < 0.5 * x * x + d * (1 - cube + log(cube)) { return d * cube }
    }
  }

  /// χ² with that many degrees of freedom.
  package mutating func chiSquare(degrees: Int) -> Double {
    precondition(degrees > 0)
    if degrees == 1 {
      let x = normalDouble()
      return x * x
    }
    return 2 * gamma(shape: Double(degrees) / 2)
  }
}
