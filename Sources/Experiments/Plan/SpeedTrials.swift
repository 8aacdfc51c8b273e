import Configuration
import Dispatch
import Foundation
import Kernels
import Models
import Synchronization
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
  /// Different first tokens of an example's choices, about: pieces that can move.
  private static let branches: Int32 = 9

  private let weights: WeightsRoot
  private let cores: Int
  /// Seconds for each token, or row of features.
  private var found: [Kind: SpeedTrial.Times] = [:]

  init(weights: WeightsRoot, cores: Int) {
    self.weights = weights
    self.cores = cores
  }

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
      let (shape, inputs) = Self.inputs(
        shape, examples, length: max(1, Int((length / Double(shape.input.sequences)).rounded())))
      let units = Double(examples) * length
      guard
        let times = onAllCores(
          trial, shape, inputs, training: training, isRegression: isRegression)
      else { return nil }
      found[kind] = SpeedTrial.Times(step: times.step / units, outputs: times.outputs / units)
    }
    return found[kind].map {
      SpeedTrial.Times(step: factor * length * $0.step, outputs: factor * length * $0.outputs)
    }
  }

  /// The mean of the same trial on every core at once, as a run works: cores share caches and memory.
  /// Nil where one of them fails.
  private func onAllCores(
    _ architecture: any Architecture, _ shape: ModelShape, _ inputs: ModelInput,
    training: TrainingConfiguration, isRegression: Bool
  ) -> SpeedTrial.Times? {
    let found = Mutex<[SpeedTrial.Times]>([])
    DispatchQueue.concurrentPerform(iterations: cores) { _ in
      guard let model = try? architecture.build(shape, seed: 0, weights: weights),
        let times = try? SpeedTrial(
          model, on: ExampleSet(inputs), training: training, isRegression: isRegression
        ).times()
      else { return }
      found.withLock { $0.append(times) }
    }
    let all = found.withLock { $0 }
    guard all.count == cores else { return nil }
    func mean(_ part: (SpeedTrial.Times) -> Double) -> Double {
      all.map(part).reduce(0, +) / Double(cores)
    }
    return SpeedTrial.Times(step: mean { $0.step }, outputs: mean { $0.outputs })
  }

  private static func columns(_ shape: ModelShape) -> Int {
    if case .features(let columns) = shape.input { columns } else { 0 }
  }

  /// Made-up examples, of texts `length` tokens each, and a shape with a vocabulary that has these.
  private static func inputs(
    _ shape: ModelShape, _ examples: Int, length: Int
  ) -> (ModelShape, ModelInput) {
    var stream = RandomStream(seed: 0, "trial")
    if case .features(let columns) = shape.input {
      let values = (0..<examples * columns).map { _ in stream.uniform() - 0.5 }
      return (shape, .features(values: values, rows: examples, columns: columns))
    }
    let tokens = PackedTokens(
      (0..<examples * shape.input.sequences).map { _ in
        (0..<length).map { _ in Int32(stream.integer(below: vocabulary)) }
      })
    var shape = shape
    switch shape.input {
    case .pairs:
      shape.input = .pairs(vocabulary: vocabulary)
      return (shape, .pairs(tokens))
    case .choices(let own):
      // Of the vocabulary depends what its logits cost.
      let vocabulary = max(own, vocabulary)
      shape.input = .choices(vocabulary: vocabulary)
      let choices = (0..<Int32(min(shape.outputs, vocabulary) - 1)).map {
        Continuations.Pair($0 % branches, $0 / branches)
      }
      return (
        shape, .choices(tokens, among: Continuations((0..<examples).map { _ in choices }))
      )
    case .tokens, .features:
      shape.input = .tokens(vocabulary: vocabulary)
      return (shape, .tokens(tokens))
    }
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
