import Autograd
import Kernels
import Models

/// Texts whose every token is to be predicted from those before it.
///
///     L = −(1/T) Σ log p(token | those before it)
///
/// over the T tokens of the batch's texts that have one before them: a mean over tokens, not over
/// texts, whatever parts the batch is cut into. Where only some tokens are predicted (`predicted`), T
/// counts these, and all others are context. Of texts longer than the context the first tokens are read; texts
/// that predict nothing, as those of fewer than two tokens, are left out.
///
/// Sources: Radford et al. 2018, section 3.1; Burns et al. 2023, section 5.2.2 (generative finetuning).
final class Generative: Objective {
  private let model: LanguageModel
  private let texts: ExampleSet
  private let predicted: PredictedTokens
  /// How many tokens of each text are predicted.
  private let predictedCounts: [Int]
  private let evaluations: [(name: String, texts: ExampleSet)]
  private let space: TrainingSpace
  private let microBatch: Int?

  init(
    _ model: LanguageModel, on texts: ExampleSet, predicted: PredictedTokens,
    evaluations: [EvaluationSet], configuration: TrainingConfiguration, in space: TrainingSpace
  ) throws(TrainingError) {
    try Self.check(predicted, for: model)
    self.model = model
    self.predicted = predicted
    self.space = space
    microBatch = configuration.microBatch
    self.texts = try Self.texts("training", texts, predicted, for: model)
    let tokens = self.texts.inputs.requiredTokens
    predictedCounts = (0..<tokens.count).map { tokens.predictedCount(of: $0, predicted) }
    var sets: [(name: String, texts: ExampleSet)] = []
    for set in evaluations {
      sets.append((set.name, try Self.texts(set.name, set.examples, predicted, for: model)))
    }
    self.evaluations = sets
    if let selection = configuration.selection.values.first(where: { $0 != .final }),
      !sets.contains(where: { $0.name == EvaluationSet.validation })
    {
      throw .missingValidation(selection)
    }
  }

  var count: Int { texts.count }
  var isStationary: Bool { true }
  var sets: [String] { evaluations.map(\.name) }

  func differentiate(_ examples: ArraySlice<Int>?, fraction: Double) -> Double {
    let rows = texts.rows(0..<(examples?.count ?? count), of: examples)
    let total =
      examples?.reduce(0) { $0 + predictedCounts[$1] } ?? predictedCounts.reduce(0, +)
    let scale = Float(1 / Double(total))
    var sum = 0.0
    for part in TrainingSpace.parts(of: rows.count, microBatch: microBatch) {
      sum += space.lanes.differentiate(rows: Array(rows[part])) {
        [model, texts, predicted] places, tape in
        let places = part.lowerBound + places.lowerBound..<part.lowerBound + places.upperBound
        return model.differentiateNextTokenLoss(
          texts.inputs(places, of: examples).requiredTokens, predicted: predicted, scale: scale,
          on: tape)
      }
    }
    return sum / Double(total)
  }

  /// The loss stands for both kinds of labels: a text has no others than its own tokens.
  func scores(on set: Int) -> SetScores {
    let (name, texts) = evaluations[set]
    let score = Score(
      loss: model.nextTokenLoss(texts, predicted: predicted, space.pools, team: space.team),
      accuracy: nil)
    var scores = SetScores(set: name)
    (scores.groundTruth, scores.weak) = (score, score)
    return scores
  }

  private static func check(
    _ predicted: PredictedTokens, for model: LanguageModel
  ) throws(TrainingError) {
    let vocabulary = model.transformer.vocabulary
    guard case .after(let range) = predicted,
      range.isEmpty || range.lowerBound < 0 || Int(range.upperBound) > vocabulary
    else { return }
    throw .unsuitableData(
      set: "training",
      problem: "what follows tokens \(range) is to be predicted, of a vocabulary of \(vocabulary)",
      remedy: "use the tokenizer of this model")
  }

  /// What the model reads and predicts of a set.
  private static func texts(
    _ name: String, _ examples: ExampleSet, _ predicted: PredictedTokens, for model: LanguageModel
  ) throws(TrainingError) -> ExampleSet {
    guard case .tokens(let all) = examples.inputs else {
      throw .unsuitableData(
        set: name, problem: "examples are \(examples.inputs.kind), not texts",
        remedy: "choose a task of texts")
    }
    let read = model.cut(all)
    let texts = ExampleSet(
      .tokens(
        read.gather((0..<read.count).filter { read.predictedCount(of: $0, predicted) > 0 })))
    guard texts.count > 0 else {
      if case .after(let range) = predicted {
        throw .unsuitableData(
          set: name, problem: "no text has a token after one of \(range)",
          remedy: "give it texts with what is to be predicted and the model a longer context")
      }
      throw .unsuitableData(
        set: name, problem: "no text has two tokens, of which one predicts the other",
        remedy: "give it longer texts and the model a longer context")
    }
    try Trainer.check(name, texts, for: model)
    return texts
  }
}

extension LanguageModel {
  /// The mean over all predicted tokens of a set, in nats. Batches run side by side; their sums are
  /// added in their order.
  func nextTokenLoss(
    _ texts: ExampleSet, predicted: PredictedTokens, _ pools: MemoryPools, team: WorkerTeam
  ) -> Double {
    let batches = texts.evaluationBatches(grain)
    var sums = [Double](repeating: 0, count: batches.count)
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      forEach(batches, pools, team: team) { index, tape in
        sums[index] = nextTokenLoss(
          texts.inputs.part(batches[index]).requiredTokens, predicted: predicted, on: tape)
      }
    }
    return sums.reduce(0, +) / Double(texts.inputs.requiredTokens.predictedCount(predicted))
  }
}
