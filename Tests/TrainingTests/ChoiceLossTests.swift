import Kernels
import Testing

@testable import Training

/// Losses of examples that have fewer choices than others.
@Suite struct ChoiceLossTests {
  private static let own = 4
  private static let losses = ClassLosses.all

  /// Rows of `own` classes, and the same rows with columns that stand for nothing; labels as another
  /// model gives them, which has such columns too.
  private static func samples(
    isHard: Bool
  ) -> (plain: LossSample, padded: LossSample) {
    let plain = LossSample(rows: 10, columns: own, seed: 9)
    var padded = LossSample(rows: 0, columns: 11, seed: 0)
    var labels: [Float] = []
    for row in 0..<plain.rows {
      let range = row * own..<(row + 1) * own
      let logits = Array(plain.logits[range])
      let nothing = (logits.max() ?? 0) - 60
      padded.logits += logits + Array(repeating: nothing, count: 11 - own)
      var label = Array(plain.labels[range])
      if isHard {
        let best = label.indices.max { label[$0] < label[$1] } ?? 0
        label = label.indices.map { $0 == best ? 1 : 0 }
      }
      labels += label
      padded.labels += label + Array(repeating: isHard ? 0 : 8.75e-27, count: 11 - own)
    }
    var hardened = plain
    hardened.labels = labels
    return (hardened, padded)
  }

  /// As if the columns were not there, value and gradient; and finite.
  @Test(arguments: losses.indices.filter { losses[$0].suitsChoices }, [false, true])
  func columnsThatStandForNothingDoNothing(loss: Int, isHard: Bool) {
    let (plain, padded) = Self.samples(isHard: isHard)
    for fraction in [0.0, 0.1, 1.0] {
      let found = evaluate(
        Self.losses[loss], logits: padded.logits, targets: padded.labels, columns: 11,
        fraction: fraction)
      let wanted = evaluate(
        Self.losses[loss], logits: plain.logits, targets: plain.labels, columns: Self.own,
        fraction: fraction)
      #expect(abs(found.value - wanted.value) < 1e-5 * max(1, abs(wanted.value)))
      for row in 0..<plain.rows {
        for column in 0..<11 {
          let gradient = found.gradient[row * 11 + column]
          let expected = column < Self.own ? wanted.gradient[row * Self.own + column] : 0
          #expect(abs(gradient - expected) < 1e-6)
        }
      }
    }
  }

  /// A label that is wrong on a row, whose right class its own logits hold for impossible.
  @Test(arguments: losses.indices) func extremesStayFinite(loss: Int) {
    let logits: [Float] = [-80, 80, -80, 20, 20, 20, 80, -80, 20]
    for labels in [[1, 0, 0, 0, 1, 0, 0, 1, 0], [0, 0, 1, 0, 0, 1, 0, 0, 1]] as [[Float]] {
      for fraction in [0.0, 0.5, 1.0] {
        let found = evaluate(
          Self.losses[loss], logits: logits, targets: labels, columns: 3, fraction: fraction)
        #expect(found.value.isFinite && found.gradient.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test func theOthersAreRefused() {
    let refused = Losses.all.map { $0.init() as any Loss }.filter { !$0.suitsChoices }
    #expect(refused.map { type(of: $0).name } == [LabelSmoothing.name, SquaredError.name])
    var smoothing = LabelSmoothing()
    smoothing.smoothing = 0
    #expect(smoothing.suitsChoices)
    var product = ProductLoss()
    product.alpha = 0
    #expect(!product.suitsChoices)
  }
}
