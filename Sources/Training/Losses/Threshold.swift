import Configuration

/// Where a student's own predictions are cut into positive and negative when they are hardened.
package enum Threshold: ConfigurationValue, Codable, Equatable {
  /// At the median of the batch: half of it is positive (⌊n/2⌋ of n).
  case half
  /// At the quantile of the batch that is the mean weak label of class 1: as many positives as the
  /// supervisor gives.
  case meanLabel
  /// Where the probability of class 1 exceeds this number.
  case probability(Double)

  package static var schema: ValueSchema { .anyOf([.choice(["half", "mean-label"]), .number]) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Threshold? {
    if case .scalar("half", quoted: _) = node.content { return .half }
    if case .scalar("mean-label", quoted: _) = node.content { return .meanLabel }
    if case .scalar(let text, quoted: false) = node.content, let value = Double(text),
      value > 0, value < 1
    {
      return .probability(value)
    }
    diagnostics.reportMismatch(
      node, wanted: "half, mean-label or a probability",
      example: "half, mean-label or a number between 0 and 1")
    return nil
  }

  package var node: Node {
    switch self {
    case .half: .plain("half")
    case .meanLabel: .plain("mean-label")
    case .probability(let value): value.node
    }
  }

  /// One-hot rows of the hardened predictions, `[n, classes]`.
  ///
  /// Two classes: row i is positive (class 1) if p₀ᵢ < t with t the q-quantile of p₀ over the batch,
  /// interpolated linearly between order statistics as `torch.quantile` does; q = ½ or the mean weak
  /// label of class 1. Below an interpolated quantile lie exactly the values below the order
  /// statistic ⌈q (n − 1)⌉, and p₀ rises with z₀ − z₁, so the margins are compared and nothing is
  /// lost where probabilities saturate. Rows equal to the threshold are negative.
  ///
  /// More classes: neither paper nor reference defines a threshold; the most probable class is
  /// taken (the lowest of equals); of choices the most probable one, never the answer that is none.
  package func hardened(
    logits: [Float], targets: [Float], classes: Int, areChoices: Bool = false
  ) -> [Float] {
    let rows = logits.count / classes
    let first = areChoices ? 1 : 0
    guard classes == 2, !areChoices else {
      let labels = (0..<rows).map { row in
        first + indexOfMaximum(logits[row * classes + first..<(row + 1) * classes])
      }
      return Targets.classes(labels, of: classes).values
    }
    let margins = (0..<rows).map { logits[2 * $0] - logits[2 * $0 + 1] }
    let limit: Float
    switch self {
    case .half: limit = quantile(0.5, of: margins)
    case .meanLabel:
      let positive = (0..<rows).reduce(0.0) { $0 + Double(targets[2 * $1 + 1]) }
      limit = quantile(positive / Double(rows), of: margins)
    case .probability(let p): limit = Float(logOdds(1 - p))
    }
    return Targets.classes(margins.map { $0 < limit ? 1 : 0 }, of: 2).values
  }

  /// The order statistic ⌈q (n − 1)⌉.
  private func quantile(_ q: Double, of values: [Float]) -> Float {
    let rank = Int((q * Double(values.count - 1)).rounded(.up))
    return values.sorted()[min(max(rank, 0), values.count - 1)]
  }
}
