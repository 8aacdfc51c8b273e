import Configuration
import Training

/// p̃_k(x) ∝ w_k p_k(x), with one weight for each class so that all classes are equally probable over the
/// split, Σ_x p̃_k(x) = n / K: of two classes a shift of the log-odds. Found by turns, rows and columns
/// (Sinkhorn). Labels that are sure already stay as they are.
package struct BalancedLabels: LabelOperation {
  private static let rounds = 200

  package init() {}

  package static let name = "balance"
  package static let summary = "weak labels shifted so that all classes are equally probable"
  package static let source = "Sinkhorn 1967; Asano et al. 2020, section 3.1"
  package static var fields: [Field<Self>] { [] }

  package func check(
    _ setting: MethodSetting, at node: Node, _ diagnostics: inout Diagnostics
  ) {
    setting.requireSharedClasses("relabel \(Self.name)", at: node, &diagnostics)
  }

  package func labels(_ material: LabelMaterial) -> Targets {
    let (labels, columns) = (material.labels, material.labels.columns)
    let wanted = Double(labels.count) / Double(columns)
    var weights = [Double](repeating: 1, count: columns)
    func balanced(_ row: Int) -> [Double] {
      let products = (0..<columns).map { Double(labels.values[row * columns + $0]) * weights[$0] }
      let sum = products.reduce(0, +)
      return products.map { $0 / sum }
    }
    for _ in 0..<Self.rounds {
      var sums = [Double](repeating: 0, count: columns)
      for row in 0..<labels.count {
        for (column, value) in balanced(row).enumerated() { sums[column] += value }
      }
      // A class that nobody finds possible cannot be made so.
      for column in 0..<columns where sums[column] > 0 { weights[column] *= wanted / sums[column] }
      let greatest = weights.max() ?? 1
      weights = weights.map { max($0 / greatest, 1e-12) }
    }
    let values = (0..<labels.count).flatMap { row in balanced(row).map { Float($0) } }
    return Targets(labels.kind, values, columns: columns)
  }
}
