import Configuration
import Kernels
import Testing

@testable import Training

/// Every loss for classes, as a file that names it alone has it.
enum ClassLosses {
  static let all: [any Loss] = Losses.all.filter { $0.targets == .probabilities }.map { $0.init() }
  static let names = all.map { type(of: $0).name }
}

/// Random logits and soft labels.
struct LossSample {
  var logits: [Float] = []
  var labels: [Float] = []
  let columns: Int

  init(rows: Int, columns: Int, seed: UInt64) {
    self.columns = columns
    var stream = RandomStream(seed: seed, "loss")
    for _ in 0..<rows {
      logits += (0..<columns).map { _ in 2 * stream.normal() }
      let weights = (0..<columns).map { _ in 0.02 + stream.uniform() }
      labels += weights.map { $0 / weights.reduce(0, +) }
    }
  }

  var rows: Int { logits.count / columns }
}

/// A loss is another to the bit, value and gradient, for soft and for hard labels.
func expectSame(_ loss: some Loss, as other: some Loss, fraction: Double = 0.3) {
  for columns in [2, 3, 7] {
    let sample = LossSample(rows: 9, columns: columns, seed: UInt64(columns))
    let hard = Targets.probabilities(sample.labels, classes: columns).hardened
    for labels in [sample.labels, Targets.classes(hard, of: columns).values] {
      let found = evaluate(
        loss, logits: sample.logits, targets: labels, columns: columns, fraction: fraction)
      let wanted = evaluate(
        other, logits: sample.logits, targets: labels, columns: columns, fraction: fraction)
      #expect(found.value.bitPattern == wanted.value.bitPattern)
      #expect(found.gradient.map(\.bitPattern) == wanted.gradient.map(\.bitPattern))
    }
  }
}

/// Compares a loss that is a mean of rows with the formula of a row, as `expectAgrees` does, for two and
/// for three classes. The formula gets log p of the moved and of the unmoved logits, and the label.
func expectAgreesByRow(
  _ loss: some Loss, fraction: Double = 0.3,
  row formula: (_ moved: [Double], _ unmoved: [Double], _ label: [Double]) -> Double
) {
  for columns in [2, 3] {
    let sample = LossSample(rows: 6, columns: columns, seed: UInt64(columns))
    expectAgrees(
      loss, logits: sample.logits, targets: sample.labels, columns: columns, fraction: fraction
    ) { moved, unmoved in
      let (moved, unmoved) = (
        logSoftmax(moved, columns: columns), logSoftmax(unmoved, columns: columns)
      )
      let sum = (0..<sample.rows).reduce(0.0) { sum, row in
        let range = row * columns..<(row + 1) * columns
        return sum
          + formula(
            Array(moved[range]), Array(unmoved[range]), sample.labels[range].map(Double.init))
      }
      return sum / Double(sample.rows)
    }
  }
}

/// Σ a b.
func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
