import Kernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The arc-cosine kernel of degree one (Cho & Saul 2009): for unit vectors u, v at the angle θ,
/// E_x relu⟨u, x⟩ relu⟨v, x⟩ = (sin θ + (π − θ) cos θ) / (2π) · E‖x‖²/d.
enum ArcCosineKernel {
  /// x standard normal.
  static func value(angle: Double) -> Double {
    (sin(angle) + (Double.pi - angle) * cos(angle)) / (2 * Double.pi)
  }

  static func value(cosine: Double) -> Double {
    let c = min(1, max(-1, cosine))
    return ((1 - c * c).squareRoot() + (Double.pi - acos(c)) * c) / (2 * Double.pi)
  }

  /// k(uᵢ, vⱼ) for unit vectors in the columns of U and V, times `factor`.
  static func gram(_ u: DoubleMatrix, _ v: DoubleMatrix, factor: Double) -> DoubleMatrix {
    var result = DoubleMatrix.product(u, v, transposeLeft: true)
    result.updateColumns { _, column in
      for i in 0..<column.count { column[i] = factor * value(cosine: column[i]) }
    }
    return result
  }

  /// The same for one set of vectors: half the work.
  static func gram(_ u: DoubleMatrix, factor: Double) -> DoubleMatrix {
    var result = u.gram()
    let n = result.rows
    result.values.withUnsafeMutableBufferPointer { k in
      for j in 0..<n {
        k[j + j * n] = factor * value(cosine: k[j + j * n])
        for i in j + 1..<max(n, j + 1) {
          let entry = factor * value(cosine: k[i + j * n])
          k[i + j * n] = entry
          k[j + i * n] = entry
        }
      }
    }
    return result
  }
}

extension DoubleMatrix {
  /// `count` columns uniform on the unit sphere.
  init(onSphere dimension: Int, count: Int, from stream: inout RandomStream) {
    self.init(normal: dimension, count, from: &stream)
    updateColumns { _, column in
      let norm = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for i in 0..<column.count { column[i] /= norm }
    }
  }
}
