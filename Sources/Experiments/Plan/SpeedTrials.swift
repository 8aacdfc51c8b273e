import Configuration
import Foundation
import Kernels
import Models
import Training

/// Steps of models like those of an experiment, timed once for each kind.
struct SpeedTrials {
  /// What tells one kind from another.
  private struct Kind: Hashable {
    var model: String
    var optimizer: String
    var examples: Int
    /// A power of two.
    var length: Int
    var outputs: Int
    var isRegression: Bool
  }

  /// Operations of a trial's step: some hundredths of a second.
  private static let affordable = 1.5e9
  /// Rows of an embedding table that are not touched cost nothing.
  private static let vocabulary = 512

  private let weights: WeightsRoot
  /// Seconds for each token, or row of features.
  private var found: [Kind: SpeedTrial.Times] = [:]

  init(weights: WeightsRoot) { self.weights = weights }

  /// Seconds for each example of a batch; nil where the model cannot be built. Measured on two blocks,
  /// and on fewer examples, where the whole would take too long.
  /// - Parameter length: tokens of an example, both texts of a pair together.
  mutating func times(
    of architecture: any Architecture, _ shape: ModelShape, batch: Int, length: Double,
    training: TrainingConfiguration, isRegression: Bool
  ) -> SpeedTrial.Times? {
    var (length, isText) = (length, true)
    if case .features = shape.input { (length, isText) = (1, false) }
    func operations(_ architecture: any Architecture) -> Double {
      6 * Double(architecture.activeWeights(shape, weights: weights)) * length
    }
    let isLarge = operations(architecture) * Double(batch) > Self.affordable
    let (trial, factor) = isLarge ? Self.shallow(architecture) : (architecture, 1)
    let affordable = Self.affordable / max(1, operations(trial))
    let examples = min(batch, max(8, Int(affordable)))
    let kind = Kind(
      model: Variant.taggedNode(trial, tag: ModelConfiguration.tag).text + shape.input.description,
      optimizer: training.optimizer.node.text, examples: examples,
      length: isText ? 1 << Int(log2(max(1, length)).rounded()) : Self.columns(shape),
      outputs: shape.outputs, isRegression: isRegression)
    if found[kind] == nil {
      let inputs = Self.inputs(
        shape, examples, length: max(1, Int((length / Double(shape.input.sequences)).rounded())))
      var shape = shape
      switch inputs {
      case .tokens: shape.input = .tokens(vocabulary: Self.vocabulary)
      case .pairs: shape.input = .pairs(vocabulary: Self.vocabulary)
      case .features: break
      }
      guard let model = try? trial.build(shape, seed: 0, weights: weights),
        let times = try? SpeedTrial(
          model, on: ExampleSet(inputs), training: training, isRegression: isRegression
        ).times()
      else { return nil }
      let units = Double(examples) * length
      found[kind] = SpeedTrial.Times(step: times.step / units, outputs: times.outputs / units)
    }
    return found[kind].map {
      SpeedTrial.Times(step: factor * length * $0.step, outputs: factor * length * $0.outputs)
    }
  }

  private static func columns(_ shape: ModelShape) -> Int {
    if case .features(let columns) = shape.input { columns } else { 0 }
  }

  /// Made-up examples; of texts `length` tokens each.
  private static func inputs(_ shape: ModelShape, _ examples: Int, length: Int) -> ModelInput {
    var stream = RandomStream(seed: 0, "trial")
    if case .features(let columns) = shape.input {
      return .features(
        values: (0..<examples * columns).map { _ in stream.uniform() - 0.5 }, rows: examples,
        columns: columns)
    }
    let tokens = PackedTokens(
      (0..<examples * shape.input.sequences).map { _ in
        (0..<length).map { _ in Int32(stream.integer(below: vocabulary)) }
      })
    return shape.input.sequences == 2 ? .pairs(tokens) : .tokens(tokens)
  }

  /// Two blocks of a transformer, and how many times as much the whole is.
  private static func shallow(
    _ architecture: any Architecture
  ) -> (any Architecture, factor: Double) {
    func cut<Family: Architecture>(
      _ model: Family, _ layers: WritableKeyPath<Family, Int>
    ) -> (any Architecture, Double) {
      var fewer = model
      fewer[keyPath: layers] = min(2, model[keyPath: layers])
      return (fewer, Double(model[keyPath: layers]) / Double(fewer[keyPath: layers]))
    }
    switch architecture {
    case let model as GPT: return cut(model, \.layers)
    case let model as BERT: return cut(model, \.layers)
    case let model as Llama: return cut(model, \.layers)
    case let model as GPTNeoX: return cut(model, \.layers)
    default: return (architecture, 1)
    }
  }
}
