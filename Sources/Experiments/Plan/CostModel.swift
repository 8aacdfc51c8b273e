import Datasets
import Models
import Training
import WeakToStrong

/// What stages cost: in floating-point operations and roughly, enough to order them and to say how much
/// time is left once some have run; or in seconds of one core, where that is asked for.
struct CostModel {
  /// Tokens of a text whose length is not known before it is read.
  private static let tokensPerText = 25.0
  /// Tokens of a word, roughly, whatever the vocabulary.
  private static let tokensPerWord = 1.3
  /// Entries of a vocabulary that is not looked up.
  private static let vocabulary = 30_000
  /// Of a head on a hidden state some hundreds of numbers wide.
  private static let headOperations = 2e3

  /// Reading and splitting, or tokenizing; small beside any training.
  let materialization: Double
  private let splits: SplitCounts
  private var costs: [String: ModelCost] = [:]
  private var trainings: [String: TrainingConfiguration] = [:]

  /// - Parameters:
  ///   - texts: how long the task's texts are, if that is known.
  ///   - speed: measures the models, so that costs are seconds; nil for operations.
  init(
    _ experiment: TaskExperiment, texts: TextSample?, data: DataRoot, weights: WeightsRoot,
    speed: inout MachineSpeed?
  ) {
    let shape = experiment.task.estimatedShape
    splits = experiment.task.splits
    materialization = speed == nil ? 1e8 : 0.2
    for entry in experiment.models.entries {
      guard case .network(let model, let tokenizer, let training) = entry.kind else { continue }
      trainings[entry.name] = training
      let sample =
        speed == nil
        ? nil : texts.flatMap { TokenSample($0, tokenizer, data: data, weights: weights) }
      let length = Self.length(model, tokenizer, shape, texts, sample)
      let measured = speed?.cost(
        of: model, trainedBy: training, on: shape, length: length, examples: splits.transfer,
        vocabulary: sample?.vocabulary ?? Self.vocabulary,
        isRegression: experiment.task.targetKind == .real)
      costs[entry.name] = measured ?? Self.operations(model, shape, length, weights)
    }
  }

  /// In floating-point operations.
  private static func operations(
    _ model: ModelConfiguration, _ shape: ModelShape, _ length: Double, _ weights: WeightsRoot
  ) -> ModelCost {
    let whole = 2 * Double(model.architecture.activeWeights(shape, weights: weights)) * length
    let isHead = model.pretrained?.finetuning == .head
    return ModelCost(operations: whole, trained: isHead ? headOperations : whole)
  }

  /// What is learned from, evaluations for the curve, and what is stored.
  /// - Parameter isLinear: whether a linear model is trained on the model's hidden states.
  func training(_ model: String, on split: Split, isLinear: Bool = false) -> Double {
    guard let training = trainings[model], let cost = costs[model], !isLinear else {
      return materialization
    }
    let examples = splits[split]
    let steps = training.totalSteps(examples: examples)
    let epochs = Double(steps) / Double(training.stepsPerEpoch(examples: examples))
    // The untrained model is evaluated too.
    let points = training.evaluations == 0 ? 0 : min(training.evaluations, steps) + 1
    let evaluated = Double((splits.validation + splits.test) * points)
    return epochs * Double(examples) * cost.learned + Double(steps) * cost.step
      + evaluated * cost.predicted + cost.built
  }

  /// A pass of the whole model, whatever is trained of it.
  func activations(_ model: String, on split: Split) -> Double {
    guard let cost = costs[model] else { return materialization }
    return Double(splits[split]) * cost.passed + cost.built
  }

  func prediction(_ model: String, on split: Split) -> Double {
    guard let cost = costs[model] else { return materialization }
    return Double(splits[split]) * cost.predicted + cost.built
  }

  /// Tokens of an example, or the one row of its features.
  private static func length(
    _ model: ModelConfiguration, _ tokenizer: TokenizerConfiguration, _ shape: ModelShape,
    _ texts: TextSample?, _ tokens: TokenSample?
  ) -> Double {
    if case .features = shape.input { return 1 }
    let sequences = Double(shape.input.sequences)
    if let tokens { return sequences * tokens.length(within: model.architecture.context) }
    let length =
      texts.map { tokenizer.source is ByteTokenizerSource ? $0.bytes : tokensPerWord * $0.words }
      ?? tokensPerText * sequences
    return min(length, model.architecture.context.map { Double($0) * sequences } ?? length)
  }
}

extension TaskConfiguration {
  /// Of a position, about.
  private static let legalMoves = 40

  /// What a model reads and gives, as far as it can be said before the data are read; a vocabulary
  /// costs nothing.
  fileprivate var estimatedShape: ModelShape {
    let outputs = classes?.count ?? 2
    switch source {
    case .generated(let choice):
      return ModelShape(input: .features(choice.generator.columns), outputs: 1)
    case .named(let name) where NamedDatasets.named(name)?.kind == .features:
      return ModelShape(input: .features(784), outputs: 10)
    case .file(let file) where kind == .features:
      return ModelShape(input: .features(file.features?.count ?? 784), outputs: outputs)
    default:
      switch inputKind {
      case .preference: return ModelShape(input: .pairs(vocabulary: 1), outputs: 2)
      case .nextMove:
        return ModelShape(
          input: .choices(vocabulary: ChessVocabulary.count), outputs: 1 + Self.legalMoves)
      default: return ModelShape(input: .tokens(vocabulary: 1), outputs: outputs)
      }
    }
  }
}
