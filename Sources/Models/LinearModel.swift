import Autograd
import Configuration

/// f(x) = W x + b on the features as they are; zero at first.
package struct LinearModel: Architecture {
  /// Whether there is an intercept.
  package var bias = true
  /// How many features are read, from the first; nil for all. Of pairs that many on each side.
  package var first: Int?
  /// Parts of a row of features that the same weights read, each giving one output: the sides of a
  /// pair. Nil for the row as a whole; a task says so, no file does.
  package var sides: Int?

  package init() {}

  package static let name = "linear"
  package static let summary = "linear or logistic regression on the features, zero at first"
  package static let source = "logistic regression; Burns et al. 2023, appendix D.2 (linear probes)"
  package static let reads = InputKind.features
  package static var fields: [Field<Self>] {
    [
      Field("bias", \.bias, "add an intercept"),
      Field(
        "first", \.first, "features that are read, from the first; all unless given",
        check: Check("of at least 1") { $0 ?? 1 >= 1 }),
    ]
  }

  /// Without `first` where all features are read.
  package var node: Node {
    .fields(
      Self.fields.filter { $0.name != "first" || first != nil }.map { ($0.name, $0.node(self)) })
  }

  package func build(
    _ shape: ModelShape, seed: UInt64, weights: WeightsRoot
  ) throws(ModelError) -> any Model {
    func invalid(_ problem: String, _ remedy: String) -> ModelError {
      .invalidConfiguration(architecture: Self.name, problem: problem, remedy: remedy)
    }
    let columns = try features(of: shape)
    let sides = sides ?? 1
    guard sides == 1 || (columns.isMultiple(of: sides) && shape.outputs == sides) else {
      throw invalid(
        "\(columns) features and \(shape.outputs) outputs for \(sides) sides",
        "give each side as many features and one output")
    }
    let width = columns / sides
    guard first ?? 1 <= width else {
      throw invalid("first is \(first ?? 1), and there are \(width) features", "choose fewer")
    }
    let read = first ?? width
    let store = ParameterStore()
    let head = Head(store, inputs: read, outputs: shape.outputs / sides, bias: bias)
    store.seal()
    let model = HeadModel(
      shape: ModelShape(input: .features(read * sides), outputs: shape.outputs),
      parameters: store, head: head, sequences: sides)
    return read == width ? model : LeadingFeatures(of: shape, count: read, sides: sides, model)
  }

  package func activeWeights(_ shape: ModelShape, weights: WeightsRoot) -> Int {
    let sides = sides ?? 1
    return (first ?? featureCount(shape) / sides) * shape.outputs
  }
}
