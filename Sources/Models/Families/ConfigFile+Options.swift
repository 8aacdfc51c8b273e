import Autograd

/// Options that several families share.
extension ConfigFile {
  /// The word by which transformers knows an activation; nil for one that it has no word for.
  static func name(of activation: TransformerLayout.Activation) -> String? {
    switch activation {
    case .gelu(.exact): "gelu"
    case .gelu(.tanh): "gelu_new"
    case .gelu(.quick): "quick_gelu"
    case .relu: "relu"
    case .silu: "silu"
    case .tanh: "tanh"
    }
  }

  func activation(
    _ key: String, or fallback: String? = nil
  ) throws(ModelError) -> TransformerLayout.Activation {
    try choice(
      key,
      [
        "gelu": .gelu(.exact), "gelu_new": .gelu(.tanh), "gelu_fast": .gelu(.tanh),
        "gelu_pytorch_tanh": .gelu(.tanh), "quick_gelu": .gelu(.quick), "relu": .relu,
        "silu": .silu, "swish": .silu, "tanh": .tanh,
      ], or: fallback)
  }

  /// `pad_token_id`, for families whose token table does not train that row; nil where there is none,
  /// or one that the vocabulary does not have.
  func paddingToken(_ layout: TransformerLayout, or fallback: Int? = nil) -> Int32? {
    let token: Int? = if case .integer(let id) = self["pad_token_id"] { id } else { fallback }
    return token.flatMap { 0..<layout.vocabulary ~= $0 ? Int32($0) : nil }
  }

  /// Refuses heads that do not share out the width, or each other.
  func checkHeads(_ layout: TransformerLayout, isWidthGiven: Bool = false) throws(ModelError) {
    if !isWidthGiven, !layout.width.isMultiple(of: layout.heads) {
      throw error(
        "\(layout.heads) heads do not divide the width \(layout.width)",
        "use the config.json that belongs to the weights")
    }
    if !layout.heads.isMultiple(of: layout.keyValueHeads) {
      throw error(
        "\(layout.keyValueHeads) key-value heads do not divide \(layout.heads) heads",
        "use the config.json that belongs to the weights")
    }
  }

  /// Rotary positions from `rope_parameters`, or from the older `rope_theta` and `rope_scaling`.
  /// - Parameters:
  ///   - theta: the older name of the base.
  ///   - fraction: the older name of the part of a head that turns; nil where all of it does.
  func rotary(
    headWidth: Int, theta: String = "rope_theta", fraction: String? = nil,
    fractionDefault: Double = 1, style: RotaryStyle = .halfSplit
  ) throws(ModelError) -> RotaryPositions {
    let parameters = try object("rope_parameters")
    var scaling = parameters
    if scaling == nil { scaling = try object("rope_scaling") }
    let base: Double
    if let parameters, parameters["rope_theta"] != nil {
      base = try parameters.positive("rope_theta")
    } else {
      base = try positive(theta, or: 10000)
    }
    var part = 1.0
    if let fraction {
      if let parameters, parameters["partial_rotary_factor"] != nil {
        part = try parameters.positive("partial_rotary_factor")
      } else {
        part = try positive(fraction, or: fractionDefault)
      }
    } else {
      for config in [self, parameters].compactMap({ $0 })
      where config["partial_rotary_factor"] != .number(1) {
        try config.require("partial_rotary_factor", .integer(1))
      }
    }
    let turned = Int(Double(headWidth) * part)
    guard part <= 1, turned > 0, turned.isMultiple(of: 2) else {
      throw error(
        "rotary positions turn \(turned) of the \(headWidth) numbers of a head",
        "use a model in which they turn an even number of them")
    }
    var rotary = RotaryPositions(base: base, width: turned, style: style)
    guard let scaling else { return rotary }
    let key = scaling["rope_type"] != nil ? "rope_type" : "type"
    switch try scaling.choice(key, ["default": 0, "linear": 1, "llama3": 2], or: "default") {
    case 1: rotary.scaleLinearly(by: try scaling.positive("factor"))
    case 2:
      rotary.scaleAsLlama3(
        factor: try scaling.positive("factor"), low: try scaling.positive("low_freq_factor"),
        high: try scaling.positive("high_freq_factor"),
        context: try scaling.integer("original_max_position_embeddings"))
    default: break
    }
    return rotary
  }
}
