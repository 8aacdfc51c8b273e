import Autograd
import Configuration
import Kernels

/// How a gradient changes the weights.
package protocol Optimizer: NamedConfigurable {
  /// An optimizer at work on the trainable weights of a store, before its first step.
  func start(_ store: ParameterStore) -> any OptimizerState
}

/// An optimizer at work: its averages over past gradients.
package protocol OptimizerState: AnyObject {
  /// Copies of the averages by name, flat as the store's trainable weights.
  var moments: [(name: String, values: [Float])] { get }

  /// Takes one step from the store's gradients, which it leaves as they are.
  /// - Parameter gradientScale: multiplies the gradient first (clipping).
  func step(rate: Double, gradientScale: Float, team: WorkerTeam)

  /// Continues from stored averages, in the order of `moments`.
  /// - Parameter steps: taken so far.
  func restore(_ moments: [[Float]], steps: Int)
}

/// Every optimizer that an experiment file can name.
package enum Optimizers {
  package static let all: [any Optimizer.Type] = [Adam.self, AdamW.self, GradientDescent.self]
}

/// An optimizer as it stands in an experiment file: `name` or `name: {fields}`.
package struct OptimizerChoice: ConfigurationValue, Codable, Equatable {
  package var optimizer: any Optimizer

  package init(_ optimizer: any Optimizer) { self.optimizer = optimizer }

  package static var schema: ValueSchema { .variant(Optimizers.all.map { $0.variantSchema }) }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    let value = Variant.decode(node, noun: "optimizer", among: Optimizers.all, &diagnostics)
    return (value as? any Optimizer).map { Self($0) }
  }

  package var node: Node { Variant.node(optimizer) }

  package init(from decoder: any Decoder) throws {
    let value = try Variant.decode(from: decoder, among: Optimizers.all)
    guard let optimizer = value as? any Optimizer else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not an optimizer"))
    }
    self.optimizer = optimizer
  }

  package func encode(to encoder: any Encoder) throws {
    try Variant.encode(optimizer, to: encoder)
  }

  package static func == (left: Self, right: Self) -> Bool {
    Variant.equal(left.optimizer, right.optimizer)
  }
}
