import Autograd
import Configuration
import Kernels

/// f(x) = W φ(x) with frozen random ReLU features φ_i(x) = relu⟨uᵢ, x⟩; only W is trained, from zero.
///
/// The directions uᵢ come from the stream `initialization/features.weight` and are no checkpoint
/// of their own: seed and configuration give them back.
package struct RandomFeatures: Architecture {
  package enum Distribution: String, CaseIterable, WordValue {
    /// Uniform on the unit sphere.
    case sphere
    /// Standard normal in every coordinate.
    case gaussian
  }

  package var width = 256
  package var features = Distribution.sphere
  /// Whether features are divided by √width, so that one learning rate fits every width.
  package var normalized = false
  /// Whether the head has an intercept.
  package var bias = false

  package init() {}

  package static let name = "random-features"
  package static let summary = "frozen random ReLU features with a trained linear head"
  package static let source = "Medvedev et al. 2025, section 2; Rahimi & Recht 2007"
  package static let reads = InputKind.features
  package static var fields: [Field<Self>] {
    [
      Field("width", \.width, "number of random features", check: .atLeast(1)),
      Field("features", \.features, "where the directions are drawn from"),
      Field("normalized", \.normalized, "divide features by the square root of the width"),
      Field("bias", \.bias, "add an intercept to the head"),
    ]
  }

  package func build(
    _ shape: ModelShape, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> any Model {
    let inputs = try features(of: shape)
    let store = ParameterStore()
    let directions = store.add("features.weight", [width, inputs], trainable: false)
    let head = Head(store, inputs: width, outputs: shape.outputs, bias: bias)
    store.seal()
    directions.initializeNormal(deviation: 1, seed: seed)
    let scale = normalized ? 1 / Double(width).squareRoot() : 1
    for row in 0..<width {
      let u = directions.tensor.values + row * inputs
      let factor: Double
      switch features {
      case .gaussian: factor = scale
      case .sphere:
        let squares = (0..<inputs).reduce(0.0) { $0 + Double(u[$1]) * Double(u[$1]) }
        factor = scale / squares.squareRoot()
      }
      // relu is homogeneous: scaling a direction scales its feature.
      for i in 0..<inputs { u[i] = Float(Double(u[i]) * factor) }
    }
    return RandomFeaturesModel(
      shape: shape, parameters: store, directions: directions, head: head)
  }

  /// Of the head: the features are computed once.
  package func hiddenWidth(weights: WeightsRoot) -> Int? { width }

  package func activeWeights(_ shape: ModelShape, weights: WeightsRoot) -> Int {
    width * shape.outputs
  }
}

final class RandomFeaturesModel: Model {
  let shape: ModelShape
  let parameters: ParameterStore
  private let directions: Parameter
  private let head: Head

  init(shape: ModelShape, parameters: ParameterStore, directions: Parameter, head: Head) {
    self.shape = shape
    self.parameters = parameters
    self.directions = directions
    self.head = head
  }

  /// φ: `x_NI → φ_NW`.
  func frozenFeatures(of input: ModelInput, on tape: Tape) -> Tensor? { features(input, tape) }

  func headInputs(_ input: ModelInput, on tape: Tape) -> Tensor? { features(input, tape) }

  private func features(_ input: ModelInput, _ tape: Tape) -> Tensor {
    tape.relu(
      tape.linear(
        input.requiredFeatures.tensor, weight: tape.leaf(directions), layout: .outputInput))
  }

  var trainedPart: any Model {
    HeadModel(
      shape: ModelShape(input: .features(directions.shape[0]), outputs: shape.outputs),
      parameters: parameters, head: head)
  }

  func logits(_ input: ModelInput, on tape: Tape) -> Tensor {
    head(features(input, tape), on: tape)
  }
}
