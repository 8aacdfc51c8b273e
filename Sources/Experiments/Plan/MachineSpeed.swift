import Configuration
import Models
import Training
import WeakToStrong

/// What models cost on this machine, in seconds of one core: each kind takes a few steps, a few tenths of
/// a second for all of them.
struct MachineSpeed {
  /// Seconds for each weight: its random number, and reading and writing it with a checksum.
  private static let perWeight = 1.5e-8
  /// Of a stage, whatever it computes: opening and closing files.
  private static let perStage = 0.01

  private let weights: WeightsRoot
  private var trials: SpeedTrials

  /// - Parameter cores: that a run has.
  init(weights: WeightsRoot, cores: Int) {
    self.weights = weights
    trials = SpeedTrials(weights: weights, cores: cores)
  }

  /// Nil where the model cannot be built: why is said where it is used.
  /// - Parameters:
  ///   - length: tokens of an example.
  ///   - examples: that it is trained on.
  ///   - vocabulary: of its tokenizer.
  mutating func cost(
    of model: ModelConfiguration, trainedBy training: TrainingConfiguration, on shape: ModelShape,
    length: Double, examples: Int, vocabulary: Int, isRegression: Bool
  ) -> ModelCost? {
    let batch = max(1, training.batch.size(of: examples))
    func times(
      _ architecture: any Architecture, _ shape: ModelShape, _ training: TrainingConfiguration
    ) -> SpeedTrial.Times? {
      trials.times(
        of: architecture, shape, batch: batch, length: length, training: training,
        isRegression: isRegression)
    }
    guard let pretrained = model.pretrained else {
      guard let found = times(model.architecture, shape, training) else { return nil }
      let count = weightCount(model.architecture, shape, vocabulary)
      return ModelCost(
        learned: found.step, step: 0, predicted: found.outputs, passed: 0,
        built: Self.perStage + Self.perWeight * Double(count))
    }
    guard let layout = try? pretrained.source(in: weights).layout,
      let body = times(Self.model(like: layout), shape, TrainingConfiguration())
    else { return nil }
    let ratio =
      Double(layout.activeWeights) / Double(12 * layout.layers * layout.width * layout.width)
    let passed = ratio * body.outputs
    if pretrained.finetuning == .head {
      let features = ModelShape(input: .features(layout.width), outputs: shape.outputs)
      guard let head = times(LinearModel(), features, training) else { return nil }
      return ModelCost(
        learned: head.step, step: 0, predicted: head.outputs, passed: passed, built: Self.perStage)
    }
    // Low-rank additions leave out the gradients of the weights; blocks computed again cost a pass.
    let share = pretrained.finetuning == .lora ? 2.0 / 3 : 1
    let again = pretrained.checkpointing ? passed : 0
    let count = layout.activeWeights + layout.vocabulary * layout.width
    return ModelCost(
      learned: ratio * body.step * share + again, step: 0, predicted: passed, passed: passed,
      built: Self.perStage + Self.perWeight * Double(count))
  }

  /// From scratch, in the form and of the sizes of a pretrained one; its blocks may have other weights.
  private static func model(like layout: TransformerLayout) -> any Architecture {
    guard !layout.isCausal else {
      return GPT(layers: layout.layers, width: layout.width, heads: layout.heads, context: 512)
    }
    var encoder = BERT()
    (encoder.layers, encoder.width, encoder.heads) = (layout.layers, layout.width, layout.heads)
    return encoder
  }

  private func weightCount(
    _ architecture: any Architecture, _ shape: ModelShape, _ vocabulary: Int
  ) -> Int {
    let active = architecture.activeWeights(shape, weights: weights)
    guard shape.input.sequences > 0, architecture.context != nil else { return active }
    let width = architecture.node["width"].flatMap { Int($0.text) } ?? shape.outputs
    return active + vocabulary * width
  }
}
