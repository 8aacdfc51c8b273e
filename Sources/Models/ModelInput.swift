/// The inputs of a model: of one step, or of a whole data set.
package enum ModelInput: Sendable, Equatable {
  case tokens(PackedTokens)
  case features(FeatureMatrix)

  package static func features(values: [Float], rows: Int, columns: Int) -> ModelInput {
    .features(FeatureMatrix(values, rows: rows, columns: columns))
  }

  /// The number of examples.
  package var count: Int {
    switch self {
    case .tokens(let tokens): tokens.count
    case .features(let matrix): matrix.rows
    }
  }

  /// The chosen examples in the given order.
  package func gather(_ examples: some Collection<Int>) -> ModelInput {
    switch self {
    case .tokens(let tokens): .tokens(tokens.gather(examples))
    case .features(let matrix): .features(matrix.gather(examples))
    }
  }

  /// Neighbouring examples, without a copy where that can be.
  package func part(_ examples: Range<Int>) -> ModelInput {
    switch self {
    case .tokens(let tokens): .tokens(tokens.gather(examples))
    case .features(let matrix): .features(matrix.part(examples))
    }
  }

  /// What example `index` costs: tokens, or numbers.
  package func size(of index: Int) -> Int {
    switch self {
    case .tokens(let tokens): tokens.length(of: index)
    case .features(let matrix): matrix.columns
    }
  }

  var kind: String {
    switch self {
    case .tokens: "tokens"
    case .features: "features"
    }
  }

  /// Traps where the input is of the other kind: models check what they are built for, and inputs
  /// are checked where they come from.
  var requiredTokens: PackedTokens {
    guard case .tokens(let tokens) = self else { preconditionFailure("wants tokens, got \(kind)") }
    return tokens
  }

  var requiredFeatures: FeatureMatrix {
    guard case .features(let matrix) = self else {
      preconditionFailure("wants features, got \(kind)")
    }
    return matrix
  }
}
