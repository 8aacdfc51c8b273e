import Configuration
import Training

/// The examples that the supervisor gets right: what a perfect filter of its labels would leave. An
/// oracle, for it looks at the truth.
package struct OracleRows: RowFilter {
  package init() {}

  package static let name = "oracle"
  package static let summary = "the examples whose weak labels are right (an oracle)"
  package static let source = "the upper bound of filtering weak labels"
  package static var fields: [Field<Self>] { [] }

  package var isOracle: Bool { true }

  package func rows(_ material: LabelMaterial) -> [Int] {
    let (given, truth) = (material.labels.hardened, material.truth.hardened)
    return given.indices.filter { given[$0] == truth[$0] }
  }
}
