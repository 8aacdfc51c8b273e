import Configuration
import Training

/// How a linear probe is trained: the paper's values where a file says nothing.
///
/// Adam with rate 1e-3 without decay, batches of 128, 200 epochs; the checkpoint by the model's
/// selection (Burns et al. 2023, appendix D.2).
package struct ProbeTraining: ConfigurationValue, Codable, Equatable {
  package var configuration: TrainingConfiguration

  package init() {
    configuration = TrainingConfiguration()
    configuration.epochs = 200
    configuration.batch = .examples(128)
    configuration.rate = 1e-3
    configuration.schedule = .constant
    configuration.evaluations = 20
  }

  package static var schema: ValueSchema { TrainingConfiguration.schema }

  package static func decode(_ node: Node, _ diagnostics: inout Diagnostics) -> Self? {
    var training = Self()
    guard
      let found = TrainingConfiguration.decode(
        node.filled(from: training.configuration.node), &diagnostics)
    else { return nil }
    training.configuration = found
    return training
  }

  package var node: Node { configuration.node }

  package init(from decoder: any Decoder) throws {
    configuration = try TrainingConfiguration(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws { try configuration.encode(to: encoder) }
}

extension Node {
  /// The mapping with the values of another where it says nothing. `steps` says what `epochs` would.
  func filled(from others: Node) -> Node {
    guard case .mapping(let others) = others.content else { return self }
    let own: [Entry]
    switch content {
    case .mapping(let entries): own = entries
    case .null: own = []
    case .scalar, .sequence: return self
    }
    var said = Set(own.map(\.key))
    if said.contains("steps") { said.insert("epochs") }
    if said.contains("epochs") { said.insert("steps") }
    return Node(.mapping(own + others.filter { !said.contains($0.key) }), mark: mark)
  }
}
