import Foundation
import Kernels
import Testing

@testable import Theory

@Suite struct GradientFlowTests {
  /// Against w(t) = Q (1 − e^{−Θt})/Θ Qᵀr with all eigenvectors.
  @Test(arguments: [8, 60, 300]) func agreesWithTheEigenproblem(width: Int) throws {
    var stream = RandomStream(seed: 5, "flow")
    let d = 16
    let features = DoubleMatrix(onSphere: d, count: width, from: &stream)
    let gram = ArcCosineKernel.gram(features, factor: 1 / Double(d))
    let alignment = (0..<width).map { features[0, $0] / Double(2 * d) }
    let sources = DoubleMatrix(onSphere: d, count: 3, from: &stream)
    let right = ArcCosineKernel.gram(features, sources, factor: 1 / Double(d))
    let flows = try GradientFlow.flows(
      matrix: gram, right: right, alignment: alignment, constant: 1 / Double(d), steps: 90)
    let eigen = try gram.symmetricEigen()
    let b = eigen.vectors.times(alignment, transposed: true)
    let unit = Double(4 * d * d) / Double(width)
    for column in 0..<3 {
      let r = eigen.vectors.times(right.column(column), transposed: true)
      for time in [0.1, 1, 5, 20].map({ $0 * unit }) {
        var loss = 1 / Double(d)
        for (i, lambda) in eigen.values.enumerated() {
          let w = (1 - exp(-lambda * time)) / lambda * r[i]
          loss += lambda * w * w - 2 * b[i] * w
        }
        #expect(abs(flows[column].loss(at: time) - loss) < 1e-9, "\(column) at \(time)")
      }
    }
  }
}
