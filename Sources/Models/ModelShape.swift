/// What goes into a model and what comes out: given by the task, not by the architecture.
package struct ModelShape: Codable, Sendable, Equatable {
  package enum Input: Codable, Sendable, Equatable {
    /// Token ids below `vocabulary`.
    case tokens(vocabulary: Int)
    /// Two sequences of token ids below `vocabulary`, of which one is preferred.
    case pairs(vocabulary: Int)
    /// Sequences of token ids below `vocabulary`, and some continuations of two tokens of which one
    /// follows.
    case choices(vocabulary: Int)
    /// Vectors of that many numbers.
    case features(Int)

    package var description: String {
      switch self {
      case .tokens: "tokens"
      case .pairs: "pairs of tokens"
      case .choices: "tokens with choices"
      case .features: "features"
      }
    }

    /// Sequences that one example consists of.
    package var sequences: Int {
      switch self {
      case .pairs: 2
      case .tokens, .choices, .features: 1
      }
    }
  }

  package var input: Input
  /// Logits per example: the number of classes, or of real values. Of choices one more than any
  /// example has.
  package var outputs: Int
  /// Tokens, one for each class, with whose unembedding the head of a pretrained model begins; nil
  /// for a head of zeros.
  package var headTokens: [Int32]?

  package init(input: Input, outputs: Int, headTokens: [Int32]? = nil) {
    precondition(outputs > 0)
    self.input = input
    self.outputs = outputs
    self.headTokens = headTokens
  }
}
