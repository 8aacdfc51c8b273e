import Autograd

extension LanguageModel {
  /// Σ −log p(token | those before it), in nats, over all tokens but the first of each sequence.
  /// Divided by their number (`PackedTokens.predictedCount`) it is transformers' loss of causal models.
  ///
  /// Sequences of one token predict nothing; the last block is computed on the rows that predict.
  /// - Parameter predicted: ids of the tokens that are predicted, the others being context alone; nil
  ///   for all.
  package func nextTokenLoss(
    _ tokens: PackedTokens, predicted: Range<Int32>? = nil, on tape: Tape
  ) -> Double {
    summedLoss(tokens, predicted, scale: nil, on: tape)
  }

  /// The same, and `scale` times its gradient is added to that of the parameters.
  package func differentiateNextTokenLoss(
    _ tokens: PackedTokens, predicted: Range<Int32>? = nil, scale: Float, on tape: Tape
  ) -> Double {
    summedLoss(tokens, predicted, scale: scale, on: tape)
  }

  private func summedLoss(
    _ tokens: PackedTokens, _ predicted: Range<Int32>?, scale: Float?, on tape: Tape
  ) -> Double {
    let tokens = cut(tokens)
    let rows = (0..<tokens.count).flatMap { tokens.predictingRows(of: $0, predicted) }
    guard !rows.isEmpty else { return 0 }
    let x = transformer.lastState(tokens, rows: rows, on: tape)
    let limit = max(16, logitLimit / transformer.vocabulary)
    let pieces = (rows.count + limit - 1) / limit
    var sum = 0.0
    for piece in 0..<pieces {
      let range = rows.count * piece / pieces..<rows.count * (piece + 1) / pieces
      let next = rows[range].map { tokens.ids[$0 + 1] }
      sum += loss(of: x, range, next: next, scale: scale, on: tape)
    }
    if let scale, scale != 0, x.needsGradient { tape.backward(fromGradientOf: x) }
    return sum
  }

  /// The loss of some rows: their logits are let go before others come. Its gradient goes on to the
  /// unembedding and to these rows of x at once.
  private func loss(
    of x: Tensor, _ rows: Range<Int>, next: [Int32], scale: Float?, on tape: Tape
  ) -> Double {
    let part = Tape(
      pool: tape.pool, team: tape.team, recording: scale != nil, lane: tape.lane,
      profile: tape.profile)
    let start = rows.lowerBound * x.columns
    let own = part.tensor([rows.count, x.columns], needsGradient: x.needsGradient)
    own.values.update(from: x.values + start, count: own.count)
    let mean = part.softmaxCrossEntropy(vocabularyLogits(own, on: part), classes: next)
    if let scale, mean.needsGradient {
      part.backward(from: mean, scale: scale * Float(rows.count))
      if let gradient = own.gradient {
        (x.zeroedGradient() + start).update(from: gradient, count: own.count)
      }
    }
    return Double(mean.scalar) * Double(rows.count)
  }
}

extension PackedTokens {
  /// How many tokens are predicted from others: all but the first of each sequence.
  package var predictedCount: Int { predictedCount(nil) }

  /// How many of them have an id in that range; nil for any.
  package func predictedCount(_ predicted: Range<Int32>?) -> Int {
    (0..<count).reduce(0) { $0 + predictedCount(of: $1, predicted) }
  }

  package func predictedCount(of sequence: Int, _ predicted: Range<Int32>?) -> Int {
    guard let predicted else { return max(0, length(of: sequence) - 1) }
    return self[sequence].dropFirst().count { predicted.contains($0) }
  }

  /// The rows that predict the token after them.
  func predictingRows(of sequence: Int, _ predicted: Range<Int32>?) -> [Int] {
    let rows = offsets[sequence]..<max(offsets[sequence], offsets[sequence + 1] - 1)
    guard let predicted else { return Array(rows) }
    return rows.filter { predicted.contains(ids[$0 + 1]) }
  }
}
