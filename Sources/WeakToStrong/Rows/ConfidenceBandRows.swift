import Configuration
import Training

/// The examples on which the supervisor's confidence, the probability of its most probable class, lies
/// between two bounds, both included: neither guesses nor what any model finds easy.
package struct ConfidenceBandRows: RowFilter {
  package var from = 0.6
  package var to = 0.95

  package init() {}

  package static let name = "confidence-band"
  package static let summary = "the examples whose weak labels are confident, but not too much"
  package static let source = "Swayamdipta et al. 2020, section 3 (by confidence)"
  package static var fields: [Field<Self>] {
    [
      Field("from", \.from, "least probability of the predicted class", check: .within(0...1)),
      Field("to", \.to, "greatest probability of the predicted class", check: .within(0...1)),
    ]
  }

  package func check(_ node: Node, _ diagnostics: inout Diagnostics) {
    guard from > to else { return }
    diagnostics.report(
      "from is \(from) and to is \(to)", at: node.mark, remedy: "give from at most to")
  }

  package func rows(_ material: LabelMaterial) -> [Int] {
    // Compared as the labels are stored, so that 0.6 includes a label of 0.6.
    let (from, to) = (Double(Float(from)), Double(Float(to)))
    let confidences = material.confidences
    return confidences.indices.filter { (from...to).contains(confidences[$0]) }
  }
}
