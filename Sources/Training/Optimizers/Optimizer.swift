import Autograd
import Configuration
import Kernels

/// One stretch of weights with all that an update reads and writes.
package struct UpdateRange {
  package let weights: UnsafeMutablePointer<Float>
  package let gradient: UnsafePointer<Float>
  /// One per name in `Optimizer.moments`.
  package let moments: [UnsafeMutablePointer<Float>]
  package let count: Int
}

/// How a gradient changes the weights. Updates work element by element, so that they may run over
/// any cut of the weights.
package protocol Optimizer: NamedConfigurable {
  /// The names of the averages that it keeps for every weight.
  var moments: [String] { get }

  /// Whether a weight whose gradient and moments are all zero stays exactly as it is, so that
  /// untouched rows of an embedding may be passed over.
  var keepsUntouched: Bool { get }

  /// Updates a range of weights.
  /// - Parameters:
  ///   - gradientScale: multiplies the gradient first (clipping).
  ///   - step: counted from 1.
  func update(_ range: UpdateRange, rate: Double, gradientScale: Float, step: Int)
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

  package var text: String { "{\(type(of: optimizer).name): \(optimizer.text)}" }

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
