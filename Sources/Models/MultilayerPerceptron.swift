import Autograd
import Configuration

/// h₀ = x, hₗ₊₁ = activation(Wₗ hₗ + bₗ), f(x) = W h_L + b.
///
/// Hidden weights begin as N(0, 2/inputs) for relu and gelu (He et al. 2015) and N(0, 1/inputs) for
/// tanh, the output's as N(0, 1/inputs), biases at zero.
package struct MultilayerPerceptron: Architecture {
  package enum Activation: String, CaseIterable, WordValue { case relu, gelu, tanh }

  /// Widths of the hidden layers, from input to output.
  package var hidden = [128]
  package var activation = Activation.relu

  package init() {}

  package static let name = "mlp"
  package static let summary = "fully connected layers on features"
  package static let source = "He et al. 2015 (initialization)"
  package static let reads = InputKind.features
  package static var fields: [Field<Self>] {
    [
      Field(
        "hidden", \.hidden, "widths of the hidden layers, from input to output",
        check: Check("of widths of at least 1") { $0.allSatisfy { $0 >= 1 } }),
      Field("activation", \.activation, "between the layers"),
    ]
  }

  package func build(
    _ shape: ModelShape, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> any Model {
    let widths = [try features(of: shape)] + hidden
    let store = ParameterStore()
    let layers = zip(widths, hidden).enumerated().map { index, layer in
      MultilayerPerceptronModel.Layer(
        weight: store.add("layers.\(index).weight", [layer.1, layer.0]),
        bias: store.add("layers.\(index).bias", [layer.1]))
    }
    let head = Head(store, inputs: widths[widths.count - 1], outputs: shape.outputs, bias: true)
    store.seal()
    let gain: Float = activation == .tanh ? 1 : 2
    for layer in layers {
      let variance = gain / Float(layer.weight.shape[1])
      layer.weight.initializeNormal(deviation: variance.squareRoot(), seed: seed)
    }
    let variance = 1 / Float(head.weight.shape[1])
    head.weight.initializeNormal(deviation: variance.squareRoot(), seed: seed)
    return MultilayerPerceptronModel(
      shape: shape, parameters: store, activation: activation, layers: layers, head: head)
  }

  package func hiddenWidth(weights: WeightsRoot) -> Int? { hidden.last }

  package func activeWeights(_ shape: ModelShape, weights: WeightsRoot) -> Int {
    let widths = [featureCount(shape)] + hidden + [shape.outputs]
    return zip(widths, widths.dropFirst()).map(*).reduce(0, +)
  }
}

final class MultilayerPerceptronModel: Model {
  /// `W_OI`, `b_O`.
  struct Layer {
    let weight: Parameter
    let bias: Parameter
  }

  let shape: ModelShape
  let parameters: ParameterStore
  private let activation: MultilayerPerceptron.Activation
  private let layers: [Layer]
  private let head: Head

  init(
    shape: ModelShape, parameters: ParameterStore,
    activation: MultilayerPerceptron.Activation, layers: [Layer], head: Head
  ) {
    self.shape = shape
    self.parameters = parameters
    self.activation = activation
    self.layers = layers
    self.head = head
  }

  func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor? { hidden(input, on: tape) }

  func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    head(hidden(input, on: tape), on: tape)
  }

  /// h_L: `x_NI → h_NE`.
  private func hidden(_ input: ModelInput, on tape: Tape) -> Tensor {
    var h = input.requiredFeatures.tensor
    for layer in layers {
      h = tape.linear(
        h, weight: tape.leaf(layer.weight), bias: tape.leaf(layer.bias), layout: .outputInput)
      switch activation {
      case .relu: h = tape.relu(h)
      case .gelu: h = tape.gelu(h, .tanh)
      case .tanh: h = tape.tanh(h)
      }
    }
    return h
  }
}
