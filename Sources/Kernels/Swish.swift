/// x σ(β x), σ the logistic function (Ramachandran, Zoph and Le 2017). With β = 1 this is the
/// sigmoid linear unit ("silu"), with β = 1.702 an approximation of GELU ("quick_gelu").
package enum Swish {
  package static func forward(
    _ x: UnsafePointer<Float>, slope: Float, into y: UnsafeMutablePointer<Float>,
    _ range: Range<Int>
  ) {
    longSweep(range) { i, lanes in
      let x = x.vector(i, lanes)
      y.store(x / (exponential(x * -slope) + 1), i, lanes)
    }
  }

  /// dx = dy (σ + β x σ (1 − σ)), σ = σ(β x).
  package static func backward(
    _ x: UnsafePointer<Float>, slope: Float, _ dy: UnsafePointer<Float>,
    into dx: UnsafeMutablePointer<Float>, _ range: Range<Int>, accumulate: Bool
  ) {
    longSweep(range) { i, lanes in
      let x = x.vector(i, lanes)
      let gate = 1 / (exponential(x * -slope) + 1)
      dx.put(
        dy.vector(i, lanes) * (gate + x * slope * gate * (1 - gate)), i, lanes,
        accumulate: accumulate)
    }
  }

  /// y = u x σ(x), the gated product of SwiGLU (Shazeer 2020).
  package static func gatedForward(
    _ x: UnsafePointer<Float>, _ u: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    _ range: Range<Int>
  ) {
    longSweep(range) { i, lanes in
      let x = x.vector(i, lanes)
      y.store(u.vector(i, lanes) * x / (exponential(-x) + 1), i, lanes)
    }
  }

  /// dx = dy u (σ + x σ (1 − σ)) and du = dy x σ, each where there is a place for it.
  package static func gatedBackward(
    _ x: UnsafePointer<Float>, _ u: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    into dx: (values: UnsafeMutablePointer<Float>, accumulate: Bool)?,
    _ du: (values: UnsafeMutablePointer<Float>, accumulate: Bool)?, _ range: Range<Int>
  ) {
    longSweep(range) { i, lanes in
      let (x, u, dy) = (x.vector(i, lanes), u.vector(i, lanes), dy.vector(i, lanes))
      let gate = 1 / (exponential(-x) + 1)
      if let dx {
        dx.values.put(
          dy * u * (gate + x * gate * (1 - gate)), i, lanes, accumulate: dx.accumulate)
      }
      if let du { du.values.put(dy * x * gate, i, lanes, accumulate: du.accumulate) }
    }
  }
}
