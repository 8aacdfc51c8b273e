import Kernels
import Testing

@testable import Training

/// What holds for every loss for classes.
@Suite struct LossPropertyTests {
  /// Logits of ±80 and labels that are exactly 0 and 1, each with each.
  @Test(arguments: ClassLosses.names.indices, [2, 3])
  func extremesStayFinite(loss: Int, columns: Int) {
    let levels: [Float] = [-80, 0, 80]
    let rows = columns == 2 ? 9 : 27
    var (logits, labels): ([Float], [Float]) = ([], [])
    for code in 0..<rows {
      let row = (0..<columns).map { levels[code / [1, 3, 9][$0] % 3] }
      for label in 0..<columns {
        logits += row
        labels += (0..<columns).map { $0 == label ? 1 : 0 }
      }
      logits += row
      labels += [Float](repeating: 1 / Float(columns), count: columns)
    }
    for fraction in [0.0, 0.1, 1.0] {
      let found = evaluate(
        ClassLosses.all[loss], logits: logits, targets: labels, columns: columns,
        fraction: fraction)
      #expect(found.value.isFinite)
      #expect(found.gradient.allSatisfy { $0.isFinite })
    }
  }

  /// Softmax does not see what is added to all logits of a row, so the gradient is orthogonal to it.
  @Test(arguments: ClassLosses.names.indices, [2, 3, 5])
  func gradientsOfARowAddUpToZero(loss: Int, columns: Int) {
    let sample = LossSample(rows: 12, columns: columns, seed: 4)
    let found = evaluate(
      ClassLosses.all[loss], logits: sample.logits, targets: sample.labels, columns: columns,
      fraction: 0.3)
    for row in 0..<12 {
      let sum = found.gradient[row * columns..<(row + 1) * columns].reduce(0, +)
      #expect(abs(sum) < 1e-6)
    }
  }

  @Test(arguments: ClassLosses.names.indices.filter { type(of: ClassLosses.all[$0]).isMeanOfRows })
  func aMeanOfRowsIsOne(loss: Int) {
    let sample = LossSample(rows: 8, columns: 3, seed: 5)
    func value(_ rows: Range<Int>) -> (value: Float, gradient: [Float]) {
      let range = rows.lowerBound * 3..<rows.upperBound * 3
      return evaluate(
        ClassLosses.all[loss], logits: Array(sample.logits[range]),
        targets: Array(sample.labels[range]), columns: 3, fraction: 0.07)
    }
    let whole = value(0..<8)
    let rows = (0..<8).map { value($0..<$0 + 1) }
    #expect(abs(whole.value - rows.reduce(0) { $0 + $1.value } / 8) < 1e-6)
    for (a, b) in zip(whole.gradient, rows.flatMap(\.gradient)) { #expect(abs(a - b / 8) < 1e-6) }
  }

  @Test(arguments: ClassLosses.names.indices.filter { type(of: ClassLosses.all[$0]).isStationary })
  func aStationaryLossDoesNotChange(loss: Int) {
    let sample = LossSample(rows: 8, columns: 2, seed: 6)
    func value(_ fraction: Double) -> (value: Float, gradient: [Float]) {
      evaluate(
        ClassLosses.all[loss], logits: sample.logits, targets: sample.labels, columns: 2,
        fraction: fraction)
    }
    let first = value(0)
    for fraction in [0.05, 0.5, 1] { #expect(value(fraction) == first) }
  }

  /// What tools print is what a file may say, and the defaults are as the type has them.
  @Test(arguments: ClassLosses.names) func itsNameAloneIsItsDefaults(name: String) throws {
    let loss = try #require(try decode(LossChoice.self, word(name)))
    let index = try #require(ClassLosses.names.firstIndex(of: name))
    #expect(loss == LossChoice(ClassLosses.all[index]))
    #expect(try decode(LossChoice.self, loss.node) == loss)
    let schema = type(of: loss.loss).variantSchema
    #expect(!schema.summary.isEmpty && !schema.source.isEmpty)
    #expect(!schema.fields.contains { $0.summary.isEmpty })
  }
}
