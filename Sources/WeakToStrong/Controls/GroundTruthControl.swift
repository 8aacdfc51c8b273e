import Configuration
import Training

/// A student of weak labels of which some are replaced by true ones: how many true labels would do as
/// much as a method does.
package struct GroundTruthControl: LabelControl {
  package static let name = "ground-truth-mixing"
  package static let summary = "the student on weak labels with true ones among them"
  package static let source = GroundTruthMixture.source

  package var fractions = [0.01, 0.1, 0.5, 1]
  package var options = StudentOptions()

  package init() {}

  package static var fields: [Field<Self>] {
    [
      Field(
        "fractions", \.fractions, "shares of true labels, one student for each",
        check: Check("of different numbers from 0 to 1") {
          !$0.isEmpty && Set($0).count == $0.count && $0.allSatisfy((0...1).contains)
        })
    ] + StudentOptions.fields.map { $0.lifted(to: \Self.options) }
  }

  package var isOracle: Bool { true }
  package var sharesClasses: Bool { false }

  package var operation: any LabelOperation { GroundTruthMixture(fraction: fractions[0]) }

  package var variants: [NamedMethod] {
    fractions.map { fraction in
      var one = self
      one.fractions = [fraction]
      return NamedMethod("\(fraction)", one)
    }
  }
}
