/// Powers and logarithms of base two, of sixteen floats: what remains of eˣ and log x when a factor
/// log₂ e is multiplied into something else.
enum PowerOfTwo {
  /// 2ˣ for x ≤ 127, with a relative error below 2 · 10⁻⁷. Below −126 it stays at 2⁻¹²⁶; what is not a
  /// number stays so.
  ///
  /// x = n + r with |r| ≤ ½, 2ʳ by a polynomial of degree 5 fitted for the least largest relative
  /// error, times 2ⁿ put into the exponent bits.
  @inline(__always) static func of(_ x: Vector) -> Vector {
    let low = Vector(repeating: -126)
    let x = x.replacing(with: low, where: x .< low)
    // Adding 1.5 · 2²³ rounds to an integer and leaves it in the low bits.
    let shifted = x + 12582912
    let r = x - (shifted - 12582912)
    let r2 = r * r
    let p0 = Vector(repeating: 1).adding(r, Vector(repeating: 0.69314698))
    let p1 = Vector(repeating: 0.24022242).adding(r, Vector(repeating: 0.05550734))
    let p2 = Vector(repeating: 0.00967151).adding(r, Vector(repeating: 0.00132647))
    let p = p0.adding(r2, p1.adding(r2, p2))
    let power =
      SIMD16<Int32>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD16<UInt32>.self)) &<< 23
    // The exponent is added to that of p, which lies between ½ and 2.
    return unsafeBitCast(
      SIMD16<Int32>(truncatingIfNeeded: unsafeBitCast(p, to: SIMD16<UInt32>.self)) &+ power,
      to: Vector.self)
  }

  /// log₂ x of normal positive x, with an absolute error of 10⁻⁷ or a relative one; what is not a
  /// number stays so.
  ///
  /// x = 2ᵉ m with m between √½ and √2; log₂ m = f Q(f²) with f = (m − 1) / (m + 1).
  @inline(__always) static func logarithm(_ x: Vector) -> Vector {
    let bits = SIMD16<Int32>(truncatingIfNeeded: unsafeBitCast(x, to: SIMD16<UInt32>.self))
    // 0x3f35_04f3 is √½: from there on mantissas belong to the next exponent.
    let moved = bits &- 0x3f35_04f3
    let exponent = moved &>> 23
    let mantissa = unsafeBitCast((moved & 0x007f_ffff) &+ 0x3f35_04f3, to: Vector.self)
    let f = (mantissa - 1) / (mantissa + 1)
    let f2 = f * f
    var q = Vector(repeating: 0.43425684)
    q = Vector(repeating: 0.5765845).adding(q, f2)
    q = Vector(repeating: 0.96180076).adding(q, f2)
    q = Vector(repeating: 2.88539007).adding(q, f2)
    // An integer below 2²² as a float, the way back of the rounding above.
    let whole = unsafeBitCast(exponent &+ 0x4b40_0000, to: Vector.self) - 12582912
    return whole.adding(f, q) + x * 0
  }
}
