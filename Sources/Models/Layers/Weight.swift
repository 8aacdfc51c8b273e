import Autograd

/// A matrix of a layer: in a store, with or without a gradient, or frozen as it is stored.
enum Weight {
  case parameter(Parameter)
  case frozen(FrozenMatrix)

  /// The rows of the given ids: `ids_N → y_NE`.
  /// - Parameter padding: an id whose row gets no gradient.
  func rows(_ ids: [Int32], padding: Int32? = nil, on tape: Tape) -> Tensor {
    switch self {
    case .parameter(let parameter):
      tape.embedding(tape.leaf(parameter), ids: ids, padding: padding)
    case .frozen(let matrix): tape.embedding(frozen: matrix, ids: ids)
    }
  }

  func linear(
    _ x: Tensor, bias: Tensor? = nil, layout: LinearLayout, on tape: Tape
  ) -> Tensor {
    switch self {
    case .parameter(let parameter):
      tape.linear(x, weight: tape.leaf(parameter), bias: bias, layout: layout)
    case .frozen(let matrix):
      tape.linear(x, frozen: matrix, bias: bias, layout: layout)
    }
  }
}
