import Autograd

extension LanguageModel {
  /// Σ −log p(token | those before it), in nats, over all tokens but the first of each sequence.
  /// Divided by their number (`PackedTokens.predictedCount`) it is transformers' loss of causal models.
  ///
  /// Sequences of one token predict nothing; the last block is computed on the rows that predict.
  /// - Parameter predicted: which tokens are predicted, the others being context alone.
  package func nextTokenLoss(
    _ tokens: PackedTokens, predicted: PredictedTokens = .all, on tape: Tape
  ) -> Double {
    summedLoss(tokens, predicted, scale: nil, on: tape)
  }

  /// The same, and `scale` times its gradient is added to that of the parameters.
  package func differentiateNextTokenLoss(
    _ tokens: PackedTokens, predicted: PredictedTokens = .all, scale: Float, on tape: Tape
  ) -> Double {
    summedLoss(tokens, predicted, scale: scale, on: tape)
  }

  private func summedLoss(
    _ tokens: PackedTokens, _ predicted: PredictedTokens, scale: Float?, on tape: Tape
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
