import Configuration
import Foundation
import Kernels

/// Gaussian inputs and a random two-layer ReLU network as the truth:
/// `x ~ N(0, I_d)`, `f(x) = s Σⱼ aⱼ max(0, ⟨wⱼ, x⟩)` with `wⱼ` uniform on the unit sphere and
/// `aⱼ ~ N(0, 1)`, j = 1 … width; target `y = f(x) + noise · N(0, 1)`.
///
/// `s` makes the variance of f(x) one. It is exact: for unit vectors at angle θ,
/// `E[max(0,u) max(0,v)] = (sin θ + (π − θ) cos θ) / 2π` and `E[max(0,u)] = 1/√(2π)` (Cho & Saul
/// 2009, arc-cosine kernel of degree one).
package struct ReLUNetworkGenerator: Generator {
  package static let name = "relu-network"
  package static let summary = "Gaussian inputs, a random two-layer ReLU network as the truth"
  package static let source = "Medvedev et al. 2025, Model 1.1, with a ReLU network as the target"

  package var dimension = 32
  package var width = 64
  package var noise = 0.0

  package init() {}

  package static var fields: [Field<ReLUNetworkGenerator>] {
    [
      Field("dimension", \.dimension, "inputs d", check: .atLeast(1)),
      Field("width", \.width, "hidden units of the truth", check: .atLeast(1)),
      Field("noise", \.noise, "deviation of the noise on the targets", check: .atLeast(0)),
    ]
  }

  package var columns: Int { dimension }

  package func examples(
    rows: Int, split: Split, seed: UInt64
  ) -> (features: [Float], targets: [Float]) {
    let network = truth(seed: seed)
    var features: [Float] = []
    var targets: [Float] = []
    features.reserveCapacity(rows * dimension)
    targets.reserveCapacity(rows)
    var inputs = RandomStream(seed: seed, "task/inputs/\(split.rawValue)")
    var disturbance = RandomStream(seed: seed, "task/noise/\(split.rawValue)")
    for row in 0..<rows {
      for _ in 0..<dimension { features.append(inputs.normal()) }
      var target = 0.0
      for j in 0..<width {
        var product = 0.0
        for i in 0..<dimension {
          product += network.directions[j * dimension + i] * Double(features[row * dimension + i])
        }
        target += network.weights[j] * max(0, product)
      }
      targets.append(Float(target + noise * disturbance.normalDouble()))
    }
    return (features, targets)
  }

  /// Unit `directions` [width, dimension] and `weights` [width], scaled to unit variance.
  func truth(seed: UInt64) -> (directions: [Double], weights: [Double]) {
    var stream = RandomStream(seed: seed, "task/truth")
    var directions = [Double](repeating: 0, count: width * dimension)
    for j in 0..<width {
      let range = j * dimension..<(j + 1) * dimension
      for i in range { directions[i] = stream.normalDouble() }
      let length = directions[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
      for i in range { directions[i] /= length }
    }
    let weights = (0..<width).map { _ in stream.normalDouble() }
    let scale = 1 / variance(directions, weights).squareRoot()
    return (directions, weights.map { $0 * scale })
  }

  private func variance(_ directions: [Double], _ weights: [Double]) -> Double {
    var sum = 0.0
    for j in 0..<width {
      for k in 0..<width {
        var cosine = 0.0
        for i in 0..<dimension {
          cosine += directions[j * dimension + i] * directions[k * dimension + i]
        }
        cosine = j == k ? 1 : min(1, max(-1, cosine))
        let angle = acos(cosine)
        let sine = (1 - cosine * cosine).squareRoot()
        let covariance = (sine + (.pi - angle) * cosine - 1) / (2 * .pi)
        sum += weights[j] * weights[k] * covariance
      }
    }
    return sum
  }
}
