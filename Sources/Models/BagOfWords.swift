import Autograd
import Configuration

/// logits = Σ_tokens table[id] + b: a linear model on how often each token occurs, zero at first.
///
/// The sum is not divided by the length: counts, as in logistic regression on a bag of words, so that
/// a word weighs the same in a short text and in a long one. A text without tokens is one of zero
/// counts.
package struct BagOfWords: Architecture {
  /// Whether there is an intercept.
  package var bias = true

  package init() {}

  package static let name = "bag-of-words"
  package static let summary = "linear model on the counts of tokens, zero at first"
  package static let source = "logistic regression on word counts; McCallum & Nigam 1998"
  package static let reads = InputKind.tokens
  package static var fields: [Field<Self>] { [Field("bias", \.bias, "add an intercept")] }

  package func build(
    _ shape: ModelShape, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> any Model {
    BagOfWordsModel(shape: shape, vocabulary: try vocabulary(of: shape), bias: bias)
  }

  package func activeWeights(_ shape: ModelShape, weights: WeightsRoot) -> Int { shape.outputs }
}

final class BagOfWordsModel: Model {
  let shape: ModelShape
  let parameters = ParameterStore()
  /// `table_VC`.
  private let table: Parameter
  /// A row that every text has.
  private let bias: Parameter?

  init(shape: ModelShape, vocabulary: Int, bias: Bool) {
    self.shape = shape
    let outputs = shape.outputs / shape.input.sequences
    table = parameters.add("tokens.weight", [vocabulary, outputs], sparseRows: true)
    self.bias = bias ? parameters.add("bias", [1, outputs]) : nil
    parameters.seal()
  }

  var readsEmptySequences: Bool { true }

  func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    let packed = input.requiredTokens
    var logits = tape.sumRows(
      tape.embedding(tape.leaf(table), ids: packed.ids), offsets: packed.offsets)
    if let bias {
      let rows = [Int32](repeating: 0, count: packed.count)
      logits = tape.add(logits, tape.embedding(tape.leaf(bias), ids: rows))
    }
    return shape.input.sequences == 1 ? logits : tape.reshape(logits, [input.count, shape.outputs])
  }
}
