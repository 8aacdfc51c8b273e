import Autograd
import Configuration

/// A decoder of GPT-2's shape with a classification head on the last token.
///
///     x₀ = tokens[id] + positions[place]
///     x ← x + attentionOutput(attention(norm(x)))        causal, `heads` heads
///     x ← x + feedForwardOutput(gelu(feedForward(norm(x))))   inner width 4 · width
///     logits = head(norm(x_last))
///
/// Initial weights as GPT-2's: N(0, 0.02²), the two projections into the residual stream
/// N(0, 0.02² / (2 · layers)), biases zero, norms one. The head is zero, without bias unless asked
/// for, as the reference's.
package struct GPT: TransformerArchitecture {
  package var layers = 2
  package var width = 64
  package var heads = 2
  /// The longest sequence; of longer ones the first `context` tokens are read.
  package var contextLength = 1024
  package var headBias = false

  package init() {}

  package init(layers: Int, width: Int, heads: Int, context: Int, headBias: Bool = false) {
    self.layers = layers
    self.width = width
    self.heads = heads
    contextLength = context
    self.headBias = headBias
  }

  package static let name = "gpt"
  package static let summary = "decoder of GPT-2's shape, from scratch"
  package static let source = "Radford et al. 2019; initialization as in their code"
  package static var fields: [Field<Self>] {
    [
      Field("layers", \.layers, "number of blocks", check: .atLeast(1)),
      Field("width", \.width, "width of the residual stream", check: .atLeast(1)),
      Field("heads", \.heads, "attention heads; they divide the width", check: .atLeast(1)),
      Field(
        "context", \.contextLength, "longest sequence; longer ones keep their first tokens",
        check: .atLeast(1)),
      Field("head-bias", \.headBias, "give the classification head a bias"),
    ]
  }

  static let pooling = Pooling.last
  static let family: any TransformerFamily.Type = GPT2.self

  var problem: (what: String, remedy: String)? { headProblem(width, heads) }

  func layout(vocabulary: Int) -> TransformerLayout {
    var layout = TransformerLayout(
      vocabulary: vocabulary, width: width, layers: layers, heads: heads, innerWidth: 4 * width,
      context: contextLength)
    layout.positions = contextLength
    layout.projections = .fused
    layout.weights = .inputOutput
    layout.scalesResidual = true
    return layout
  }
}
