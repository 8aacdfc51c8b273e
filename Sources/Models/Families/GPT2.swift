import Autograd

/// Checkpoints of GPT-2: learned positions, pre-normalization, one fused projection to queries, keys
/// and values, weights as `Conv1D` has them, the embedding as the unembedding.
/// Source: Radford et al. 2019; transformers, `GPT2LMHeadModel`.
enum GPT2: TransformerFamily {
  static let modelTypes = ["gpt2"]
  static let pooling = Pooling.last

  static func layout(_ config: ConfigFile) throws(ModelError) -> TransformerLayout {
    try config.require("scale_attn_weights", .boolean(true))
    try config.require("scale_attn_by_inverse_layer_idx", .boolean(false))
    try config.require("add_cross_attention", .boolean(false))
    let width = try config.integer("n_embd")
    let context = try config.context("n_positions")
    var layout = TransformerLayout(
      vocabulary: try config.integer("vocab_size"), width: width,
      layers: try config.layers("n_layer"), heads: try config.integer("n_head"),
      innerWidth: try config.integer("n_inner", or: 4 * width), context: context)
    try config.checkHeads(layout)
    layout.positions = context
    layout.epsilon = Float(try config.positive("layer_norm_epsilon", or: 1e-5))
    layout.activation = try config.activation("activation_function", or: "gelu_new")
    layout.projections = .fused
    layout.weights = .inputOutput
    layout.scalesResidual = true
    layout.unembedding =
      try config.boolean("tie_word_embeddings", or: true) ? .tied : .separate
    return layout
  }

  static func configuration(of layout: TransformerLayout) -> [String: ConfigFile.Value]? {
    guard let activation = ConfigFile.name(of: layout.activation) else { return nil }
    return [
      "architectures": .list([.text("GPT2LMHeadModel")]),
      "vocab_size": .integer(layout.vocabulary), "n_positions": .integer(layout.context),
      "n_embd": .integer(layout.width), "n_layer": .integer(layout.layers),
      "n_head": .integer(layout.heads), "n_inner": .integer(layout.innerWidth),
      "activation_function": .text(activation),
      "layer_norm_epsilon": .decimal(layout.epsilon),
      "tie_word_embeddings": .boolean(layout.unembedding == .tied),
      "attn_pdrop": .number(0), "embd_pdrop": .number(0), "resid_pdrop": .number(0),
      "bos_token_id": .null, "eos_token_id": .null,
    ]
  }

  static let names = CheckpointNames(
    prefix: "transformer.",
    outer: ["tokens": "wte", "positions": "wpe", "norm": "ln_f"],
    blocks: "h",
    layers: [
      "attentionNorm": "ln_1", "attention": "attn.c_attn", "attentionOutput": "attn.c_proj",
      "feedForwardNorm": "ln_2", "feedForward": "mlp.c_fc", "feedForwardOutput": "mlp.c_proj",
    ],
    harmlessEnds: [".attn.bias", ".attn.masked_bias"],
    harmlessStarts: ["score.", "lm_head.", "multiple_choice_head.", "classifier."])
}
