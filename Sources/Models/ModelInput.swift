/// The inputs of a model: of one step, or of a whole data set.
package enum ModelInput: Sendable, Equatable {
  case tokens(PackedTokens)
  /// Two sequences for each example, one after the other.
  case pairs(PackedTokens)
  /// Sequences, and for each the continuations of which one follows it.
  case choices(PackedTokens, among: Continuations)
  case features(FeatureMatrix)

  package static func features(values: [Float], rows: Int, columns: Int) -> ModelInput {
    .features(FeatureMatrix(values, rows: rows, columns: columns))
  }

  /// The number of examples.
  package var count: Int {
    switch self {
    case .tokens(let tokens), .choices(let tokens, among: _): tokens.count
    case .pairs(let tokens): tokens.count / 2
    case .features(let matrix): matrix.rows
    }
  }

  /// The chosen examples in the given order.
  package func gather(_ examples: some Collection<Int>) -> ModelInput {
    switch self {
    case .tokens(let tokens): .tokens(tokens.gather(examples))
    case .pairs(let tokens): .pairs(tokens.gather(examples.flatMap { [2 * $0, 2 * $0 + 1] }))
    case .choices(let tokens, let among):
      .choices(tokens.gather(examples), among: among.gather(examples))
    case .features(let matrix): .features(matrix.gather(examples))
    }
  }

  /// Neighbouring examples, without a copy where that can be.
  package func part(_ examples: Range<Int>) -> ModelInput {
    switch self {
    case .tokens(let tokens): .tokens(tokens.gather(examples))
    case .pairs, .choices: gather(examples)
    case .features(let matrix): .features(matrix.part(examples))
    }
  }

  /// What example `index` costs: tokens, branches among them, or numbers.
  package func size(of index: Int) -> Int {
    switch self {
    case .tokens(let tokens): tokens.length(of: index)
    case .choices(let tokens, let among):
      tokens.length(of: index) + among.branches.length(of: index)
    case .pairs(let tokens): tokens.length(of: 2 * index) + tokens.length(of: 2 * index + 1)
    case .features(let matrix): matrix.columns
    }
  }

  /// The rows that example `index` has in the operations of a model: its tokens, or one.
  package func rows(of index: Int) -> Int {
    if case .features = self { 1 } else { size(of: index) }
  }

  package var kind: String {
    switch self {
    case .tokens: "tokens"
    case .pairs: "pairs of tokens"
    case .choices: "tokens with choices"
    case .features: "features"
    }
  }

  /// Pairs of sequences; their first ones and their second ones are of one number.
  package static func pairs(first: PackedTokens, second: PackedTokens) -> ModelInput {
    precondition(first.count == second.count, "\(first.count) and \(second.count) sequences")
    var tokens = PackedTokens()
    for index in 0..<first.count {
      tokens.append(first[index])
      tokens.append(second[index])
    }
    return .pairs(tokens)
  }

  /// Traps where the input is of the other kind: models check what they are built for, and inputs
  /// are checked where they come from.
  package var requiredTokens: PackedTokens {
    switch self {
    case .tokens(let tokens), .pairs(let tokens), .choices(let tokens, among: _): return tokens
    case .features: preconditionFailure("wants tokens, got \(kind)")
    }
  }

  /// For each sequence the continuations of which one follows it.
  var requiredChoices: Continuations {
    guard case .choices(_, let choices) = self else {
      preconditionFailure("wants tokens with choices, got \(kind)")
    }
    return choices
  }

  var requiredFeatures: FeatureMatrix {
    guard case .features(let matrix) = self else {
      preconditionFailure("wants features, got \(kind)")
    }
    return matrix
  }
}
