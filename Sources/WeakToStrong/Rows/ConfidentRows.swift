import Configuration
import Training

/// The examples on which the supervisor is most confident (the probability of its most probable
/// class), round(keep · n) of n, of each predicted class alike unless said otherwise. Of equals the earlier ones.
package struct ConfidentRows: RowFilter {
  package var keep = 0.5
  package var byClass = true

  package init() {}

  package static let name = "confident"
  package static let summary = "the examples whose weak labels are most confident"
  package static let source = "Lee 2013; Rizve et al. 2021, section 3 (selection of pseudo-labels)"
  package static var fields: [Field<Self>] {
    [
      Field(
        "keep", \.keep, "share of the examples that is kept",
        check: Check("above 0 and at most 1") { $0 > 0 && $0 <= 1 }),
      Field("by-class", \.byClass, "keep that share of each predicted class"),
    ]
  }

  package func rows(_ material: LabelMaterial) -> [Int] {
    material.best(material.confidences, keep: keep, byClass: byClass)
  }
}
