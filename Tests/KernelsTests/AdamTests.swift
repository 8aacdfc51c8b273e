import Foundation
import Testing

@testable import Kernels

@Suite struct AdamTests {
  struct Golden: Decodable {
    let start: [Float]
    let gradients: [[Float]]
    let cases: [Case]
  }
  struct Case: Decodable {
    let name: String
    let rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double
    let decoupled: Bool
    let weights: [Float], first: [Float], second: [Float]

    func adam(step: Int, gradientScale: Float = 1) -> Adam {
      Adam(
        step: step, rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon,
        weightDecay: weightDecay, decoupled: decoupled, gradientScale: gradientScale)
    }
  }

  static func golden() throws -> Golden {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: folder.appending(path: "adam.json")))
  }

  @Test func agreesWithPyTorch() throws {
    let golden = try Self.golden()
    for c in golden.cases {
      var weights = golden.start
      var (first, second) = (weights.map { _ in Float(0) }, weights.map { _ in Float(0) })
      for (index, gradient) in golden.gradients.enumerated() {
        c.adam(step: index + 1).update(
          &weights, gradients: gradient, first: &first, second: &second, 0..<weights.count)
      }
      for i in weights.indices {
        // One rounding of the largest number that went into a sum.
        let largest = golden.gradients.reduce(Float(0)) { max($0, abs($1[i])) }
        let scale = largest + (c.decoupled ? 0 : Float(c.weightDecay) * abs(golden.start[i]))
        #expect(abs(weights[i] - c.weights[i]) <= 2.4e-7 * max(1, abs(c.weights[i])), "\(c.name)")
        #expect(abs(first[i] - c.first[i]) <= 1.2e-7 * scale, "\(c.name)")
        #expect(abs(second[i] - c.second[i]) <= 1.2e-7 * scale * scale, "\(c.name)")
      }
    }
  }

  /// The algorithm of the papers in double precision.
  @Test(arguments: [(true, 0.0), (true, 0.1), (false, 0.1)])
  func agreesWithThePapers(_ settings: (decoupled: Bool, decay: Double)) {
    var stream = RandomStream(seed: 3, "adam")
    let count = 53
    var weights = (0..<count).map { _ in stream.normal() }
    var (first, second) = (weights.map { _ in Float(0) }, weights.map { _ in Float(0) })
    var exact = weights.map(Double.init)
    var (m, v) = (exact.map { _ in 0.0 }, exact.map { _ in 0.0 })
    for step in 1...20 {
      let gradient = (0..<count).map { _ in stream.normal() }
      Adam(
        step: step, rate: 0.01, weightDecay: settings.decay, decoupled: settings.decoupled,
        gradientScale: 0.5
      ).update(&weights, gradients: gradient, first: &first, second: &second, 0..<count)
      for i in 0..<count {
        var g = 0.5 * Double(gradient[i])
        if settings.decoupled {
          exact[i] -= 0.01 * settings.decay * exact[i]
        } else {
          g += settings.decay * exact[i]
        }
        m[i] = 0.9 * m[i] + 0.1 * g
        v[i] = 0.999 * v[i] + 0.001 * g * g
        let mean = m[i] / (1 - pow(0.9, Double(step)))
        let square = v[i] / (1 - pow(0.999, Double(step)))
        exact[i] -= 0.01 * mean / (square.squareRoot() + 1e-8)
      }
    }
    for i in 0..<count { #expect(abs(Double(weights[i]) - exact[i]) < 3e-6) }
  }

  @Test func nothingMovesWithoutGradientAndMoments() {
    var stream = RandomStream(seed: 4, "adam")
    let start = (0..<40).map { _ in stream.normal() }
    var weights = start
    let zero = [Float](repeating: 0, count: 40)
    var (first, second) = (zero, zero)
    Adam(step: 7, rate: 0.1).update(
      &weights, gradients: zero, first: &first, second: &second, 0..<40)
    #expect(weights.map(\.bitPattern) == start.map(\.bitPattern))
    #expect(first.allSatisfy { $0 == 0 } && second.allSatisfy { $0 == 0 })
  }
}
