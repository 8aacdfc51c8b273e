import Autograd

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Tape {
  /// What the student expects under its own prediction p = softmax(z) of a cost d of each class, in
  /// double precision:
  ///
  ///     L = (1/N) Σᵢ wᵢ Σ_c p_ic d(y_ic, log p_ic)
  ///     ∂L/∂z_ik = (wᵢ / N) p_ik (d_ik − Σ_c p_ic d_ic)
  ///
  /// The gradient holds for d = a(y) + b log p with a constant b: then Σ_c p_c ∂d_c/∂z_k = b Σ_c ∂p_c/∂z_k
  /// = 0, so d moves nothing.
  func ownExpectation(
    _ batch: LossBatch, weights: [Double]? = nil,
    of cost: (_ label: Double, _ logProbability: Double) -> Double
  ) -> Tensor {
    let (rows, columns) = (batch.rows, batch.columns)
    let logs = batch.logProbabilities()
    return loss(of: batch.logits) { _, gradient in
      var sum = 0.0
      for row in 0..<rows {
        let range = row * columns..<(row + 1) * columns
        let weight = weights?[row] ?? 1
        let costs = range.map { cost(Double(batch.targets[$0]), logs[$0]) }
        let expected = zip(logs[range], costs).reduce(0) { $0 + exp($1.0) * $1.1 }
        sum += weight * expected
        guard let gradient else { continue }
        for (i, cost) in zip(range, costs) {
          gradient[i] = Float(weight / Double(rows) * exp(logs[i]) * (cost - expected))
        }
      }
      return Float(sum / Double(rows))
    }
  }
}
