import Autograd
import Kernels
import Models

/// Texts whose every token is to be predicted from those before it.
///
///     L = −(1/T) Σ log p(token | those before it)
///
/// over the T tokens of the batch's texts that have one before them: a mean over tokens, not over
/// texts, whatever parts the batch is cut into. Of texts longer than the context the first tokens are
/// read; texts of fewer than two tokens predict nothing and are left out.
///
/// Sources: Radford et al. 2018, section 3.1; Burns et al. 2023, section 5.2.2 (generative finetuning).
final class Generative: Objective {
  private let model: LanguageModel
  private let texts: ExampleSet
  private let evaluations: [(name: String, texts: ExampleSet)]
  private let space: TrainingSpace
  private let microBatch: Int?

  init(
    _ model: LanguageModel, on texts: ExampleSet, evaluations: [EvaluationSet],
    configuration: TrainingConfiguration, in space: TrainingSpace
  ) throws(TrainingError) {
    self.model = model
    self.space = space
    microBatch = configuration.microBatch
    self.texts = try Self.texts("training", texts, for: model)
    var sets: [(name: String, texts: ExampleSet)] = []
    for set in evaluations {
      sets.append((set.name, try Self.texts(set.name, set.examples, for: model)))
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
    let total = rows.reduce(0) { $0 + $1 - 1 }
    let scale = Float(1 / Double(total))
    var sum = 0.0
    for part in TrainingSpace.parts(of: rows.count, microBatch: microBatch) {
      sum += space.lanes.differentiate(rows: Array(rows[part])) { [model, texts] places, tape in
        let places = part.lowerBound + places.lowerBound..<part.lowerBound + places.upperBound
        return model.differentiateNextTokenLoss(
          texts.inputs(places, of: examples).requiredTokens, scale: scale, on: tape)
      }
    }
    return sum / Double(total)
  }

  /// The loss stands for both kinds of labels: a text has no others than its own tokens.
  func scores(on set: Int) -> SetScores {
    let (name, texts) = evaluations[set]
    let score = Score(
      loss: model.nextTokenLoss(texts, space.pools, team: space.team), accuracy: nil)
    var scores = SetScores(set: name)
    (scores.groundTruth, scores.weak) = (score, score)
    return scores
  }

  /// What the model reads and predicts of a set.
  private static func texts(
    _ name: String, _ examples: ExampleSet, for model: LanguageModel
  ) throws(TrainingError) -> ExampleSet {
    guard case .tokens(let all) = examples.inputs else {
      throw .unsuitableData(
        set: name, problem: "examples are \(examples.inputs.kind), not texts",
        remedy: "choose a task of texts")
    }
    let read = model.cut(all)
    let texts = ExampleSet(
      .tokens(read.gather((0..<read.count).filter { read.length(of: $0) > 1 })))
    guard texts.count > 0 else {
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
  func nextTokenLoss(_ texts: ExampleSet, _ pools: MemoryPools, team: WorkerTeam) -> Double {
    let batches = texts.evaluationBatches(grain)
    var sums = [Double](repeating: 0, count: batches.count)
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      forEach(batches, pools, team: team) { index, tape in
        sums[index] = nextTokenLoss(
          texts.inputs.part(batches[index]).requiredTokens, on: tape)
      }
    }
    return sums.reduce(0, +) / Double(texts.inputs.requiredTokens.predictedCount)
  }
}
