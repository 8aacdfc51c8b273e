import Foundation

/// Class probabilities by the text of the example.
///
/// A text that stands in a file more than once has one label: rows that agree to 0.001 are averaged
/// (a model gives the same text slightly different numbers in different batches), others are an error.
package struct WeakLabelTable: Sendable {
  package let place: String
  package let classes: [String]
  private var sums: [String: (values: [Double], rows: Int, line: Int)] = [:]

  init(place: String, classes: [String]) {
    self.place = place
    self.classes = classes
  }

  /// How many texts have a label.
  package var count: Int { sums.count }

  mutating func add(_ text: String, _ values: [Double], line: Int) throws(DatasetError) {
    guard let known = sums[text] else {
      sums[text] = (values, 1, line)
      return
    }
    let agrees = zip(known.values, values).allSatisfy { abs($0 / Double(known.rows) - $1) <= 1e-3 }
    guard agrees else {
      throw DatasetError(
        .label, place, line: line, "the text of line \(known.line) stands here with another label",
        remedy: "keep one of the two rows")
    }
    sums[text] = (zip(known.values, values).map(+), known.rows + 1, known.line)
  }

  package func probabilities(of text: String) -> [Double]? {
    sums[text].map { label in label.values.map { $0 / Double(label.rows) } }
  }

  /// [texts, classes], row after row.
  /// - Parameter name: what the texts are, for the message (`the transfer split`).
  /// - Throws: `DatasetError` of kind `label` that says how many texts have no label.
  package func probabilities(of texts: [String], in name: String) throws(DatasetError) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(texts.count * classes.count)
    var missing: [String] = []
    for text in texts {
      if let values = probabilities(of: text) {
        result += values.map { Float($0) }
      } else {
        missing.append(text)
      }
    }
    guard let first = missing.first else { return result }
    throw DatasetError(
      .label, place,
      "\(missing.count) of \(texts.count) texts of \(name) have no label, the first is "
        + "'\(first.prefix(60))'",
      remedy: "make this file the source of the task, so that its splits hold labelled texts alone")
  }
}

/// `exp(zᵢ) / Σ exp(zⱼ)`.
func softmax(_ logits: [Double]) -> [Double] {
  let largest = logits.max() ?? 0
  let powers = logits.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
