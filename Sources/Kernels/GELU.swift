/// The Gaussian error linear unit x Φ(x) (Hendrycks and Gimpel 2016), Φ the normal distribution.
package enum GELU {
  /// GPT-2's approximation ("gelu_new"): y = x σ(2u), u = √(2/π) (x + 0.044715 x³), which is
  /// ½ x (1 + tanh u).
  package static func tanhForward(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ range: Range<Int>
  ) {
    longSweep(range) { i, lanes in
      let x = x.vector(i, lanes)
      let argument = x * Vector(repeating: -linear).adding(x * x, Vector(repeating: -cubic))
      y.store(x / (exponential(argument) + 1), i, lanes)
    }
  }

  /// dx = dy (σ + x σ (1 − σ) · 2 du/dx), σ = σ(2u).
  package static func tanhBackward(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    _ range: Range<Int>, accumulate: Bool
  ) {
    longSweep(range) { i, lanes in
      let x = x.vector(i, lanes)
      let x2 = x * x
      let argument = x * Vector(repeating: -linear).adding(x2, Vector(repeating: -cubic))
      let gate = 1 / (exponential(argument) + 1)
      let rise = Vector(repeating: linear).adding(x2, Vector(repeating: 3 * cubic))
      let slope = gate.adding(x * gate * (1 - gate), rise)
      dx.put(dy.vector(i, lanes) * slope, i, lanes, accumulate: accumulate)
    }
  }

  /// y = x Φ(x).
  package static func exactForward(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ range: Range<Int>
  ) {
    longSweep(range) { i, lanes in
      let x = x.vector(i, lanes)
      y.store(x * normal(x).distribution, i, lanes)
    }
  }

  /// dx = dy (Φ(x) + x φ(x)).
  package static func exactBackward(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>,
    _ range: Range<Int>, accumulate: Bool
  ) {
    longSweep(range) { i, lanes in
      let x = x.vector(i, lanes)
      let (distribution, bell) = normal(x)
      dx.put(
        dy.vector(i, lanes) * (distribution + x * bell * 0.3989422804), i, lanes,
        accumulate: accumulate)
    }
  }

  // 2 √(2/π) and 0.044715 times that.
  private static let linear: Float = 1.5957691216
  private static let cubic: Float = 0.0713548162726

  /// Φ(x), and exp(−x²/2) that it takes on the way.
  ///
  /// Φ(−z) = exp(−z²/2) t Q(t) with t = 1 / (1 + 0.35 z) for z ≥ 0; Q is a polynomial of degree 8
  /// fitted for the least largest relative error, which is 4 · 10⁻⁷ in float.
  @inline(__always)
  private static func normal(_ x: Vector) -> (distribution: Vector, bell: Vector) {
    let z = x.replacing(with: -x, where: x .< 0)
    let bell = exponential(x * x * -0.5)
    let t = 1 / (z * 0.35 + 1)
    var q = Vector(repeating: -0.029125879)
    q = Vector(repeating: 0.1438723).adding(q, t)
    q = Vector(repeating: -0.2555047).adding(q, t)
    q = Vector(repeating: 0.15892944).adding(q, t)
    q = Vector(repeating: -0.022937238).adding(q, t)
    q = Vector(repeating: 0.10543298).adding(q, t)
    q = Vector(repeating: 0.11985242).adding(q, t)
    q = Vector(repeating: 0.13985908).adding(q, t)
    q = Vector(repeating: 0.13962157).adding(q, t)
    let tail = bell * t * q
    return (tail.replacing(with: 1 - tail, where: x .> 0), bell)
  }
}
