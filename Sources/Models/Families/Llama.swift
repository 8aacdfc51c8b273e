import Autograd
import Configuration

/// Llama and those built like it: rotary positions, RMS normalization, a gated feed-forward, keys and
/// values shared by groups of query heads.
///
///     x₀ = tokens[id]
///     x ← x + attentionOutput(attention(norm(x)))              causal, rotary
///     x ← x + down(silu(gate(norm(x))) · up(norm(x)))
///     logits = head(norm(x_last))
///
/// From scratch, weights begin as transformers': N(0, 0.02²), norms one; there is no bias. The head
/// is zero.
package struct Llama: TransformerArchitecture {
  package var layers = 2
  package var width = 64
  package var heads = 2
  /// Key-value heads; nil for as many as heads.
  package var keyValueHeads: Int?
  /// Width of the feed-forward; nil for 8/3 of the width, rounded up to a multiple of 8.
  package var innerWidth: Int?
  /// The longest sequence; of longer ones the first `context` tokens are read.
  package var contextLength = 1024
  package var headBias = false

  package init() {}

  package static let name = "llama"
  package static let summary = "decoder of Llama's shape, from scratch"
  package static let source = "Touvron et al. 2023; initialization as in transformers"
  package static var fields: [Field<Self>] {
    [
      Field("layers", \.layers, "number of blocks", check: .atLeast(1)),
      Field("width", \.width, "width of the residual stream", check: .atLeast(1)),
      Field("heads", \.heads, "attention heads; they divide the width", check: .atLeast(1)),
      Field(
        "key-value-heads", \.keyValueHeads, "heads of keys and values; they divide the heads",
        check: Check("of at least 1") { $0 ?? 1 >= 1 }),
      Field(
        "inner-width", \.innerWidth, "width of the feed-forward; 8/3 of the width unless given",
        check: Check("of at least 1") { $0 ?? 1 >= 1 }),
      Field(
        "context", \.contextLength, "longest sequence; longer ones keep their first tokens",
        check: .atLeast(1)),
      Field("head-bias", \.headBias, "give the classification head a bias"),
    ]
  }

  static let pooling = Pooling.last
  static let family: any TransformerFamily.Type = Llama.self

  var problem: (what: String, remedy: String)? {
    if !width.isMultiple(of: heads) || !(width / heads).isMultiple(of: 2) {
      return (
        "\(heads) heads do not divide the width \(width) into even widths",
        "make width a multiple of 2 · heads"
      )
    }
    if let keyValueHeads, !heads.isMultiple(of: keyValueHeads) {
      return (
        "\(keyValueHeads) key-value heads do not divide \(heads) heads",
        "make heads a multiple of key-value-heads"
      )
    }
    return nil
  }

  func layout(vocabulary: Int) -> TransformerLayout {
    var layout = TransformerLayout(
      vocabulary: vocabulary, width: width, layers: layers, heads: heads,
      keyValueHeads: keyValueHeads, innerWidth: innerWidth ?? (8 * width / 3 + 7) / 8 * 8,
      context: contextLength)
    Self.shape(&layout)
    layout.epsilon = 1e-6
    layout.rotary = RotaryPositions(base: 10000, width: layout.headWidth)
    layout.unembedding = .separate
    return layout
  }

  /// What all of the family have in common.
  private static func shape(_ layout: inout TransformerLayout) {
    layout.norm = .rms
    layout.activation = .silu
    layout.isGated = true
    layout.queryKeyValueBias = false
    layout.attentionOutputBias = false
    layout.feedForwardBias = false
  }
}

extension Llama: TransformerFamily {
  static let modelTypes = ["llama", "mistral", "qwen2", "qwen3"]
  /// Set in the configuration of llama2.c's checkpoints, whose rotary pairs are neighbours.
  static let interleavedKey = "llama2.c interleaved rotary"

  static func layout(_ config: ConfigFile) throws(ModelError) -> TransformerLayout {
    let type = try config.text("model_type")
    let (width, heads) = (
      try config.integer("hidden_size"), try config.integer("num_attention_heads")
    )
    var layout = TransformerLayout(
      vocabulary: try config.integer("vocab_size"), width: width,
      layers: try config.layers("num_hidden_layers"), heads: heads,
      keyValueHeads: try config.integer("num_key_value_heads", or: heads),
      headWidth: try config.integer("head_dim", or: max(1, width / heads)),
      innerWidth: try config.integer("intermediate_size"),
      context: try config.context("max_position_embeddings"))
    try config.checkHeads(layout, isWidthGiven: config["head_dim"] != nil)
    shape(&layout)
    layout.paddingToken = config.paddingToken(layout)
    layout.epsilon = Float(try config.positive("rms_norm_eps", or: 1e-6))
    layout.activation = try config.activation("hidden_act", or: "silu")
    // Qwen2 has these biases without an option for them; Mistral has none.
    switch type {
    case "qwen2": layout.queryKeyValueBias = true
    case "mistral": break
    default:
      let bias = try config.boolean("attention_bias", or: false)
      (layout.queryKeyValueBias, layout.attentionOutputBias) = (bias, bias)
    }
    if type == "llama" { layout.feedForwardBias = try config.boolean("mlp_bias", or: false) }
    layout.hasHeadNorm = type == "qwen3"
    layout.rotary = try config.rotary(
      headWidth: layout.headWidth,
      style: try config.boolean(interleavedKey, or: false) ? .interleaved : .halfSplit)
    layout.windows = try windows(config, type, layers: layout.layers)
    layout.unembedding =
      try config.boolean("tie_word_embeddings", or: false) ? .tied : .separate
    return layout
  }

  /// How far back each layer sees.
  private static func windows(
    _ config: ConfigFile, _ type: String, layers: Int
  ) throws(ModelError) -> [Int?] {
    let all = [Int?](repeating: nil, count: layers)
    guard type != "llama", config["sliding_window"] != nil else { return all }
    let window = try config.integer("sliding_window")
    if type == "mistral" { return Array(repeating: window, count: layers) }
    guard try config.boolean("use_sliding_window", or: false) else { return all }
    guard let kinds = try config.texts("layer_types") else {
      let first = try config.integer("max_window_layers", atLeast: 0, or: 28)
      return (0..<layers).map { $0 >= first ? window : nil }
    }
    guard kinds.count == layers else {
      throw config.error(
        "layer_types names \(kinds.count) layers, num_hidden_layers \(layers)",
        "use the config.json that belongs to the weights")
    }
    var windows: [Int?] = []
    for kind in kinds {
      guard ["full_attention", "sliding_attention"].contains(kind) else {
        throw config.unsupported(
          "layer_types", .text(kind), "full_attention and sliding_attention")
      }
      windows.append(kind == "sliding_attention" ? window : nil)
    }
    return windows
  }

  static func configuration(of layout: TransformerLayout) -> [String: ConfigFile.Value]? {
    guard let activation = ConfigFile.name(of: layout.activation) else { return nil }
    return [
      "architectures": .list([.text("LlamaForCausalLM")]),
      "vocab_size": .integer(layout.vocabulary),
      "max_position_embeddings": .integer(layout.context), "hidden_size": .integer(layout.width),
      "num_hidden_layers": .integer(layout.layers), "num_attention_heads": .integer(layout.heads),
      "num_key_value_heads": .integer(layout.keyValueHeads),
      "head_dim": .integer(layout.headWidth), "intermediate_size": .integer(layout.innerWidth),
      "hidden_act": .text(activation), "rms_norm_eps": .decimal(layout.epsilon),
      "attention_bias": .boolean(layout.queryKeyValueBias),
      "mlp_bias": .boolean(layout.feedForwardBias), "rope_theta": .integer(10000),
      "tie_word_embeddings": .boolean(layout.unembedding == .tied),
      "bos_token_id": .null, "eos_token_id": .null, "pad_token_id": .null,
    ]
  }

  static let names = CheckpointNames(
    prefix: "model.",
    outer: ["tokens": "embed_tokens", "norm": "norm"],
    blocks: "layers",
    layers: [
      "attentionNorm": "input_layernorm", "query": "self_attn.q_proj", "key": "self_attn.k_proj",
      "value": "self_attn.v_proj", "queryNorm": "self_attn.q_norm", "keyNorm": "self_attn.k_norm",
      "attentionOutput": "self_attn.o_proj", "feedForwardNorm": "post_attention_layernorm",
      "feedForward": "mlp.up_proj", "feedForwardGate": "mlp.gate_proj",
      "feedForwardOutput": "mlp.down_proj",
    ],
    harmlessEnds: ["rotary_emb.inv_freq"],
    harmlessStarts: ["score.", "lm_head.", "qa_outputs.", "classifier."])
}
