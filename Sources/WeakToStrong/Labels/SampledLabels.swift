import Configuration
import Training

/// One class for each example, drawn from its probabilities: what a model that writes its answer at
/// temperature 1 gives, and on average the same gradient as the probabilities themselves.
///
/// Where classes are choices of their own, one of these is drawn, never the answer that is none.
package struct SampledLabels: LabelOperation {
  package init() {}

  package static let name = "sampled"
  package static let summary = "one class for each example, drawn from its probabilities"
  package static let source = "an answer at temperature 1"
  package static var fields: [Field<Self>] { [] }

  package func labels(_ material: LabelMaterial) -> Targets {
    let (labels, columns) = (material.labels, material.labels.columns)
    var stream = material.stream(Self.name)
    let first = material.areChoices ? 1 : 0
    let drawn = (0..<labels.count).map { row in
      let values = labels.values[row * columns + first..<(row + 1) * columns]
      let total = values.reduce(0.0) { $0 + Double($1) }
      var left = stream.uniformDouble() * total
      for (column, value) in values.enumerated() where value > 0 {
        left -= Double(value)
        if left < 0 { return first + column }
      }
      // Nothing to choose from, or a rounding at the end.
      return first + indexOfMaximum(values)
    }
    return .classes(drawn, of: columns)
  }
}
