/// What goes into a model and what comes out: given by the task, not by the architecture.
package struct ModelShape: Codable, Sendable, Equatable {
  package enum Input: Codable, Sendable, Equatable {
    /// Token ids below `vocabulary`.
    case tokens(vocabulary: Int)
    /// Vectors of that many numbers.
    case features(Int)

    package var description: String {
      switch self {
      case .tokens: "tokens"
      case .features: "features"
      }
    }
  }

  package var input: Input
  /// Logits per example: the number of classes, or of real values.
  package var outputs: Int

  package init(input: Input, outputs: Int) {
    precondition(outputs > 0)
    self.input = input
    self.outputs = outputs
  }
}
