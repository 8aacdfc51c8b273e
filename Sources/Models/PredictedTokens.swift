/// Which tokens of its texts a language model is to predict; the others are context, which is only read.
/// The first token of a text has nothing before it and is never predicted.
package enum PredictedTokens: Sendable, Equatable {
  case all
  /// Those after the first token of a text that is one of these ids; nothing of a text without one.
  case after(Range<Int32>)
}

extension PackedTokens {
  /// How many tokens are predicted from others: all but the first of each sequence.
  package var predictedCount: Int { predictedCount(.all) }

  /// How many of these are to be predicted.
  package func predictedCount(_ predicted: PredictedTokens) -> Int {
    (0..<count).reduce(0) { $0 + predictedCount(of: $1, predicted) }
  }

  package func predictedCount(of sequence: Int, _ predicted: PredictedTokens) -> Int {
    predictingRows(of: sequence, predicted).count
  }

  /// The rows that predict the token after them, counted over all sequences.
  package func predictingRows(of sequence: Int, _ predicted: PredictedTokens) -> Range<Int> {
    let last = max(offsets[sequence], offsets[sequence + 1] - 1)
    switch predicted {
    case .all: return offsets[sequence]..<last
    case .after(let range):
      let first = self[sequence].dropLast().firstIndex(where: range.contains) ?? last
      return first..<last
    }
  }
}
