import Configuration
import Training

/// As many examples as there are, drawn with replacement: what a member of a bagged ensemble learns from.
package struct BootstrapRows: RowFilter {
  package init() {}

  package static let name = "bootstrap"
  package static let summary = "as many examples as there are, drawn with replacement"
  package static let source = "Efron 1979; Breiman 1996 (bagging)"
  package static var fields: [Field<Self>] { [] }

  package func rows(_ material: LabelMaterial) -> [Int] {
    var stream = material.stream("bootstrap")
    return (0..<material.count).map { _ in stream.integer(below: material.count) }
  }
}
