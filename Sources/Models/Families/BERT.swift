import Autograd
import Configuration

/// BERT, MiniLM and their like: an encoder with learned positions and normalization after each
/// addition.
///
///     x₀ = norm(tokens[id] + positions[place] + tokenTypes[0])
///     x ← norm(x + attentionOutput(attention(x)))            every token sees all
///     x ← norm(x + feedForwardOutput(gelu(feedForward(x))))
///     logits = head(mean of x)
///
/// From scratch, weights begin as transformers': N(0, 0.02²), biases zero, norms one; the head is
/// zero.
package struct BERT: TransformerArchitecture {
  package var layers = 2
  package var width = 64
  package var heads = 2
  /// Width of the feed-forward; nil for 4 times the width.
  package var innerWidth: Int?
  /// The longest sequence; of longer ones the first `context` tokens are read.
  package var contextLength = 512
  package var headBias = false

  package init() {}

  package static let name = "bert"
  package static let summary = "encoder of BERT's shape, from scratch; the mean over tokens is read"
  package static let source = "Devlin et al. 2019; initialization as in transformers"
  package static var fields: [Field<Self>] {
    [
      Field("layers", \.layers, "number of blocks", check: .atLeast(1)),
      Field("width", \.width, "width of the residual stream", check: .atLeast(1)),
      Field("heads", \.heads, "attention heads; they divide the width", check: .atLeast(1)),
      Field(
        "inner-width", \.innerWidth, "width of the feed-forward; 4 times the width unless given",
        check: Check("of at least 1") { $0 ?? 1 >= 1 }),
      Field(
        "context", \.contextLength, "longest sequence; longer ones keep their first tokens",
        check: .atLeast(1)),
      Field("head-bias", \.headBias, "give the classification head a bias"),
    ]
  }

  static let pooling = Pooling.mean
  static let family: any TransformerFamily.Type = BERT.self

  var problem: (what: String, remedy: String)? { headProblem(width, heads) }

  func layout(vocabulary: Int) -> TransformerLayout {
    var layout = TransformerLayout(
      vocabulary: vocabulary, width: width, layers: layers, heads: heads,
      innerWidth: innerWidth ?? 4 * width, context: contextLength)
    Self.shape(&layout)
    layout.tokenTypes = 1
    layout.epsilon = 1e-12
    layout.activation = .gelu(.exact)
    return layout
  }

  /// What all of the family have in common.
  private static func shape(_ layout: inout TransformerLayout) {
    layout.positions = layout.context
    layout.hasEmbeddingNorm = true
    layout.form = .postNorm
    layout.isCausal = false
    layout.hasFinalNorm = false
    layout.unembedding = .none
  }
}

/// Checkpoints: all tokens are of type 0; the head that predicts masked tokens, and the pooler, are
/// not read. Source: transformers, `BertModel`; Wang et al. 2020 (MiniLM).
extension BERT: TransformerFamily {
  static let modelTypes = ["bert"]

  static func layout(_ config: ConfigFile) throws(ModelError) -> TransformerLayout {
    try config.require("position_embedding_type", .text("absolute"))
    try config.require("is_decoder", .boolean(false))
    try config.require("add_cross_attention", .boolean(false))
    var layout = TransformerLayout(
      vocabulary: try config.integer("vocab_size"), width: try config.integer("hidden_size"),
      layers: try config.layers("num_hidden_layers"),
      heads: try config.integer("num_attention_heads"),
      innerWidth: try config.integer("intermediate_size"),
      context: try config.context("max_position_embeddings"))
    try config.checkHeads(layout)
    shape(&layout)
    layout.paddingToken = config.paddingToken(layout, or: 0)
    layout.tokenTypes = try config.integer("type_vocab_size", or: 2)
    layout.epsilon = Float(try config.positive("layer_norm_eps", or: 1e-12))
    layout.activation = try config.activation("hidden_act", or: "gelu")
    return layout
  }

  static let names = CheckpointNames(
    prefix: "bert.",
    outer: [
      "tokens": "embeddings.word_embeddings", "positions": "embeddings.position_embeddings",
      "tokenTypes": "embeddings.token_type_embeddings", "embeddingNorm": "embeddings.LayerNorm",
    ],
    blocks: "encoder.layer",
    layers: [
      "query": "attention.self.query", "key": "attention.self.key",
      "value": "attention.self.value", "attentionOutput": "attention.output.dense",
      "attentionNorm": "attention.output.LayerNorm", "feedForward": "intermediate.dense",
      "feedForwardOutput": "output.dense", "feedForwardNorm": "output.LayerNorm",
    ],
    harmlessEnds: ["embeddings.position_ids"],
    harmlessStarts: ["pooler.", "bert.pooler.", "cls.", "classifier.", "qa_outputs."])
}
