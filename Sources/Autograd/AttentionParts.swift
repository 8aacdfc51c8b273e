import Kernels

/// Queries, keys and values: each in a tensor of its own, or all in one.
struct AttentionParts {
  typealias Part = (tensor: Tensor, layout: HeadLayout)
  let queries: Part
  let keys: Part
  let values: Part

  var needsGradient: Bool {
    queries.tensor.needsGradient || keys.tensor.needsGradient || values.tensor.needsGradient
  }

  /// Query heads and the width of one.
  func check() -> (heads: Int, width: Int) {
    for (part, name) in [(queries, "queries"), (keys, "keys"), (values, "values")] {
      part.layout.check(columns: part.tensor.columns, name)
      precondition(part.layout.width == queries.layout.width, "attention: heads of two widths")
    }
    precondition(keys.layout.count == values.layout.count, "attention: a value for every key")
    return (queries.layout.count, queries.layout.width)
  }

  var inputs: Attention.Inputs {
    func operand(_ part: Part) -> Attention.Operand {
      Self.operand(part, part.tensor.values)
    }
    return Attention.Inputs(
      queries: operand(queries), keys: operand(keys), values: operand(values))
  }

  /// Places for the gradients that are needed. The heads of one tensor fill all of it together.
  func gradients() -> Attention.Gradients {
    let queryPlace = queries.tensor.needsGradient ? queries.tensor.gradientDestination() : nil
    let keyPlace: Tensor.Destination?
    if keys.tensor === queries.tensor {
      keyPlace = queryPlace
    } else {
      keyPlace = keys.tensor.needsGradient ? keys.tensor.gradientDestination() : nil
    }
    let valuePlace: Tensor.Destination?
    if values.tensor === keys.tensor {
      valuePlace = keyPlace
    } else {
      valuePlace = values.tensor.needsGradient ? values.tensor.gradientDestination() : nil
    }
    func place(_ part: Part, _ given: Tensor.Destination?) -> Attention.Destination? {
      given.map {
        Attention.Destination(Self.operand(part, $0.values), accumulate: $0.accumulate)
      }
    }
    return Attention.Gradients(
      queries: place(queries, queryPlace), keys: place(keys, keyPlace),
      values: place(values, valuePlace))
  }

  private static func operand(
    _ part: Part, _ memory: UnsafeMutablePointer<Float>
  ) -> Attention.Operand {
    Attention.Operand(
      memory + part.layout.start, stride: part.tensor.columns, pitch: part.layout.pitch)
  }
}
