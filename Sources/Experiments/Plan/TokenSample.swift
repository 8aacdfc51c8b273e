import Datasets
import Models
import WeakToStrong

/// How many tokens the first texts of a task have.
struct TokenSample {
  /// Of each text.
  private let lengths: [Int]
  /// Of the tokenizer.
  let vocabulary: Int

  /// A tokenizer that is made from a task's texts is made from half of these and counts the other half.
  /// Nil where there is none that can be read: what is wrong is said where it is used.
  init?(
    _ texts: TextSample, _ tokenizer: TokenizerConfiguration, data: DataRoot, weights: WeightsRoot
  ) {
    let half = texts.texts.count / 2
    let (seen, counted) = (Array(texts.texts[..<half]), Array(texts.texts[half...]))
    guard !counted.isEmpty,
      let made = try? tokenizer.tokenizer(texts: seen, data: data, weights: weights)
    else { return nil }
    let encoded = made.encode(counted, special: tokenizer.addsSpecialTokens)
    lengths = (0..<encoded.count).map { encoded[$0].count }
    vocabulary = made.vocabularySize
  }

  /// Tokens of a text on average, longer ones cut to `context`; at least one.
  func length(within context: Int?) -> Double {
    let total = lengths.reduce(0) { $0 + min($1, context ?? $1) }
    return max(1, Double(total) / Double(max(1, lengths.count)))
  }
}
