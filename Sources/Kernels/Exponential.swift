/// eˣ of sixteen floats, with a relative error below 1.5 · 10⁻⁷.
///
/// x = n ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite's two-part ln 2), eʳ by a polynomial of degree
/// 6 fitted for the least largest relative error, times 2ⁿ put into the exponent bits. Below −87.3 the result is the smallest normal number
/// instead of a denormal one; above 88.3 it stays at e^88.3; what is not a number stays so.
@inline(__always) func exponential(_ x: Vector) -> Vector {
  let low = Vector(repeating: -87.3)
  let high = Vector(repeating: 88.3)
  var x = x.replacing(with: low, where: x .< low)
  x = x.replacing(with: high, where: x .> high)
  // Adding 1.5 · 2²³ rounds to an integer and leaves it in the low bits.
  let shifted = Vector(repeating: 12582912).adding(x, Vector(repeating: 1.442695040888963))
  let n = shifted - 12582912
  let r = x.adding(n, Vector(repeating: -0.693359375)).adding(n, Vector(repeating: 2.12194440e-4))
  // Split so that the additions do not wait for one another.
  let r2 = r * r
  let p0 = r + 1
  let p1 = Vector(repeating: 0.49999994).adding(r, Vector(repeating: 0.16666521))
  let p2 = Vector(repeating: 0.04166839).adding(r, Vector(repeating: 0.008368717))
  let p = p1.adding(r2, p2.adding(r2, Vector(repeating: 0.0013814598)))
  let power =
    SIMD16<Int32>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD16<UInt32>.self))
    &- 0x4b40_0000 &+ 127
  return p0.adding(r2, p) * unsafeBitCast(power &<< 23, to: Vector.self)
}
