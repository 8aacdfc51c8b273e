/// The hyperbolic tangent of flat memory.
package enum HyperbolicTangent {
  /// y = tanh x, within 3 units in the last place: an odd polynomial (Cephes) below 0.625, beyond
  /// that 1 − 2 / (exp(2|x|) + 1) with the sign of x.
  package static func forward(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ range: Range<Int>
  ) {
    longSweep(range) { i, lanes in
      let x = x.vector(i, lanes)
      let z = x * x
      var p = z * -5.70498872745e-3 + 2.06390887954e-2
      p = p * z - 5.37397155531e-2
      p = p * z + 1.33314422036e-1
      p = p * z - 3.33332819422e-1
      let small = x + x * z * p
      let size = x.replacing(with: -x, where: x .< 0)
      let far = 1 - 2 / (exponential(size + size) + 1)
      let large = far.replacing(with: -far, where: x .< 0)
      y.store(large.replacing(with: small, where: size .< 0.625), i, lanes)
    }
  }

  /// dx = dy (1 − y²).
  package static func backward(
    _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    _ range: Range<Int>, accumulate: Bool
  ) {
    longSweep(range) { i, lanes in
      let y = y.vector(i, lanes)
      dx.put(dy.vector(i, lanes) * (1 - y * y), i, lanes, accumulate: accumulate)
    }
  }
}
