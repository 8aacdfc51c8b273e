import Autograd

/// y = x Wᵀ + b: `x_NI, W_OI, b_O → y_NO`, zero unless someone initializes it.
struct Head {
  let weight: Parameter
  let bias: Parameter?

  init(_ store: ParameterStore, inputs: Int, outputs: Int, bias: Bool) {
    weight = store.add("head.weight", [outputs, inputs])
    self.bias = bias ? store.add("head.bias", [outputs]) : nil
  }

  func callAsFunction(_ x: Tensor, on tape: Tape) -> Tensor {
    tape.linear(x, weight: tape.leaf(weight), bias: bias.map(tape.leaf), layout: .outputInput)
  }
}

/// A head alone: a linear model, or the trained part of a frozen one.
final class HeadModel: Model {
  let shape: ModelShape
  let parameters: ParameterStore
  private let head: Head
  /// How many stretches of a row of features the head reads one by one, each giving one output.
  private let sequences: Int

  init(shape: ModelShape, parameters: ParameterStore, head: Head, sequences: Int = 1) {
    self.shape = shape
    self.parameters = parameters
    self.head = head
    self.sequences = sequences
  }

  func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor? {
    input.requiredFeatures.tensor
  }

  func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    logits(of: input.requiredFeatures.tensor, on: tape)
  }

  /// `x_NI → logits_NC`.
  func logits(of x: Tensor, on tape: Tape) -> Tensor {
    guard sequences > 1 else { return head(x, on: tape) }
    let rows = tape.reshape(x, [x.rows * sequences, x.columns / sequences])
    return tape.reshape(head(rows, on: tape), [x.rows, sequences])
  }
}
