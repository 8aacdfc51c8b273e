import Autograd
import Configuration

/// GPT-NeoX (Pythia): rotary positions on a part of each head, one projection to [query | key | value]
/// of each head, attention and feed-forward side by side.
///
///     x₀ = tokens[id]
///     x ← x + attentionOutput(attention(norm₁(x))) + feedForwardOutput(gelu(feedForward(norm₂(x))))
///     logits = head(norm(x_last))
///
/// From scratch, weights begin as transformers': N(0, 0.02²), biases zero, norms one; the head is
/// zero.
package struct GPTNeoX: TransformerArchitecture {
  package var layers = 2
  package var width = 64
  package var heads = 2
  /// Width of the feed-forward; nil for 4 times the width.
  package var innerWidth: Int?
  /// The part of each head that rotary positions turn.
  package var rotaryFraction = 0.25
  /// The longest sequence; of longer ones the first `context` tokens are read.
  package var contextLength = 1024
  package var headBias = false

  package init() {}

  package static let name = "gpt-neox"
  package static let summary = "decoder of GPT-NeoX's (Pythia's) shape, from scratch"
  package static let source = "Black et al. 2022; initialization as in transformers"
  package static var fields: [Field<Self>] {
    [
      Field("layers", \.layers, "number of blocks", check: .atLeast(1)),
      Field("width", \.width, "width of the residual stream", check: .atLeast(1)),
      Field("heads", \.heads, "attention heads; they divide the width", check: .atLeast(1)),
      Field(
        "inner-width", \.innerWidth, "width of the feed-forward; 4 times the width unless given",
        check: Check("of at least 1") { $0 ?? 1 >= 1 }),
      Field(
        "rotary-fraction", \.rotaryFraction, "part of each head that positions turn",
        check: Check("above 0 and at most 1") { $0 > 0 && $0 <= 1 }),
      Field(
        "context", \.contextLength, "longest sequence; longer ones keep their first tokens",
        check: .atLeast(1)),
      Field("head-bias", \.headBias, "give the classification head a bias"),
    ]
  }

  static let pooling = Pooling.last
  static let family: any TransformerFamily.Type = GPTNeoX.self

  var problem: (what: String, remedy: String)? {
    if let problem = headProblem(width, heads) { return problem }
    guard turned > 0, turned.isMultiple(of: 2) else {
      return (
        "rotary positions turn \(turned) of the \(width / heads) numbers of a head",
        "choose width, heads and rotary-fraction such that they turn an even number"
      )
    }
    return nil
  }

  private var turned: Int { Int(Double(width / heads) * rotaryFraction) }

  func layout(vocabulary: Int) -> TransformerLayout {
    var layout = TransformerLayout(
      vocabulary: vocabulary, width: width, layers: layers, heads: heads,
      innerWidth: innerWidth ?? 4 * width, context: contextLength)
    layout.form = .parallel
    layout.projections = .fusedByHead
    layout.activation = .gelu(.exact)
    layout.rotary = RotaryPositions(base: 10000, width: turned)
    layout.unembedding = .separate
    return layout
  }
}

/// Checkpoints. Source: transformers, `GPTNeoXForCausalLM`; Biderman et al. 2023 (Pythia).
extension GPTNeoX: TransformerFamily {
  static let modelTypes = ["gpt_neox"]

  static func layout(_ config: ConfigFile) throws(ModelError) -> TransformerLayout {
    var layout = TransformerLayout(
      vocabulary: try config.integer("vocab_size"), width: try config.integer("hidden_size"),
      layers: try config.layers("num_hidden_layers"),
      heads: try config.integer("num_attention_heads"),
      innerWidth: try config.integer("intermediate_size"),
      context: try config.context("max_position_embeddings"))
    try config.checkHeads(layout)
    layout.epsilon = Float(try config.positive("layer_norm_eps", or: 1e-5))
    layout.form = try config.boolean("use_parallel_residual", or: true) ? .parallel : .preNorm
    layout.projections = .fusedByHead
    let bias = try config.boolean("attention_bias", or: true)
    (layout.queryKeyValueBias, layout.attentionOutputBias) = (bias, bias)
    layout.activation = try config.activation("hidden_act", or: "gelu")
    layout.rotary = try config.rotary(
      headWidth: layout.headWidth, theta: "rotary_emb_base", fraction: "rotary_pct",
      fractionDefault: 0.25)
    layout.unembedding =
      try config.boolean("tie_word_embeddings", or: false) ? .tied : .separate
    return layout
  }

  static func configuration(of layout: TransformerLayout) -> [String: ConfigFile.Value]? {
    guard let activation = ConfigFile.name(of: layout.activation), let rotary = layout.rotary else {
      return nil
    }
    return [
      "architectures": .list([.text("GPTNeoXForCausalLM")]),
      "vocab_size": .integer(layout.vocabulary),
      "max_position_embeddings": .integer(layout.context), "hidden_size": .integer(layout.width),
      "num_hidden_layers": .integer(layout.layers), "num_attention_heads": .integer(layout.heads),
      "intermediate_size": .integer(layout.innerWidth), "hidden_act": .text(activation),
      "layer_norm_eps": .decimal(layout.epsilon),
      "use_parallel_residual": .boolean(layout.form == .parallel),
      "attention_bias": .boolean(layout.queryKeyValueBias), "rotary_emb_base": .integer(10000),
      "rotary_pct": .number(Double(2 * rotary.frequencies.count) / Double(layout.headWidth)),
      "tie_word_embeddings": .boolean(layout.unembedding == .tied),
      "bos_token_id": .null, "eos_token_id": .null,
    ]
  }

  static let names = CheckpointNames(
    prefix: "gpt_neox.",
    outer: ["tokens": "embed_in", "norm": "final_layer_norm"],
    blocks: "layers",
    layers: [
      "attentionNorm": "input_layernorm", "attention": "attention.query_key_value",
      "attentionOutput": "attention.dense", "feedForwardNorm": "post_attention_layernorm",
      "feedForward": "mlp.dense_h_to_4h", "feedForwardOutput": "mlp.dense_4h_to_h",
    ],
    // transformers 5 computes with the second name, and writes the first.
    unembedding: ["embed_out", "lm_head"],
    harmlessEnds: [".attention.bias", ".attention.masked_bias", ".rotary_emb.inv_freq"],
    harmlessStarts: ["score.", "embed_out.", "lm_head.", "classifier.", "qa_outputs."])
}
