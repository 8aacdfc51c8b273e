import Autograd
import Foundation
import Kernels
import Testing

@testable import Models

private let sequences = PackedTokens([[1, 2, 3], [4], [5, 6, 7, 8, 9, 10], [11, 0]])
private let choices = PackedTokens([[3], [0, 9, 11], [1, 2, 3, 4, 5], [7, 8]])
private let input = ModelInput.choices(sequences, among: choices)
private let shape = ModelShape(input: .choices(vocabulary: 12), outputs: 7)

private enum Case: String, CaseIterable {
  case gpt, llama, neox, full, lora

  var architecture: any Architecture {
    var pretrained = Pretrained(weights: "gpt2-tied")
    if self == .lora { pretrained.finetuning = .lora }
    return switch self {
    case .gpt: GPT(layers: 2, width: 8, heads: 2, context: 5)
    case .llama: Llama()
    case .neox: GPTNeoX()
    case .full, .lora: pretrained
    }
  }
}

@Suite struct ChoiceModelTests {
  private func build(_ architecture: any Architecture) throws -> any Model {
    try ModelConfiguration(architecture).build(shape, seed: 3, weights: fixtures)
  }

  /// The same weights under the same names, and logits that are entries of the language model's.
  @Test(arguments: Case.allCases) fileprivate func isTheLanguageModel(_ kind: Case) throws {
    let model = try build(kind.architecture)
    let language = try kind.architecture.languageModel(
      vocabulary: 12, seed: 3, weights: fixtures)
    #expect(
      model.parameters.parameters.map(\.name) == language.parameters.parameters.map(\.name))
    #expect(
      model.parameters.parameters.map(\.array) == language.parameters.parameters.map(\.array))
    #expect(model.weightCount == language.weightCount)
    #expect(model.context == language.context)
    #expect(model.shape == shape)
    #expect(model.trainedPart === model)
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let all = language.logits(.tokens(sequences), on: tape)
    let (trained, predicted) = (
      model.logits(input, on: tape).array, model.predictionLogits(input, on: tape).array
    )
    for row in 0..<sequences.count {
      let logits = Array(all.array[row * all.columns..<(row + 1) * all.columns])
      let own = choices[row].map { logits[Int($0)] }
      let others = logits.indices.filter { !choices[row].contains(Int32($0)) }.map { logits[$0] }
      let z = Array(trained[row * 7..<(row + 1) * 7])
      #expect(Array(z[1..<1 + own.count]) == own)
      let sum = log(others.reduce(0.0) { $0 + exp(Double($1)) })
      #expect(abs(Double(z[0]) - sum) < 1e-5)
      #expect(z[(1 + own.count)...].allSatisfy { $0 < -40 })
      let best = Array(predicted[row * 7..<(row + 1) * 7])
      #expect(best[0] == others.max())
      // Greedy decoding: the greatest column names the greatest logit of all.
      let greedy = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      let answer = best.indices.max { best[$0] < best[$1] } ?? 0
      #expect(
        answer
          == (choices[row].firstIndex(of: Int32(greedy)).map {
            $0 - choices[row].startIndex + 1
          } ?? 0))
    }
    #expect(
      model.headInputs(input, on: tape)?.array
        == language.headInputs(.tokens(sequences), on: tape)?.array)
  }

  /// The cross-entropy of a choice is the language model's −log p of it.
  @Test(arguments: [Case.gpt, .full])
  fileprivate func lossIsThatOfTheNextToken(_ kind: Case) throws {
    let model = try build(kind.architecture)
    let language = try kind.architecture.languageModel(
      vocabulary: 12, seed: 3, weights: fixtures)
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    for (row, place) in [(0, 1), (1, 3), (2, 4), (3, 2)] {
      let one = input.gather([row])
      let loss = tape.softmaxCrossEntropy(
        model.logits(one, on: tape), classes: [Int32(place)])
      let token = choices[row][choices[row].startIndex + place - 1]
      let read = language.cut(one.requiredTokens)
      let found = language.logProbabilities(
        read, of: [LanguageModel.Query(row: read.length(of: 0) - 1, token: token)], on: tape)
      #expect(abs(Double(loss.scalar) + found[0]) < 1e-5)
    }
  }

  @Test func otherModelsPredictWithTheirLogits() throws {
    let model = try GPT(layers: 1, width: 8, heads: 2, context: 5, headBias: true).build(
      ModelShape(input: .tokens(vocabulary: 12), outputs: 2), seed: 3, weights: fixtures)
    for parameter in model.parameters.parameters where parameter.name.hasPrefix("head.") {
      parameter.initializeNormal(deviation: 1, seed: 4)
    }
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    #expect(
      model.predictionLogits(.tokens(sequences), on: tape).array
        == model.logits(.tokens(sequences), on: tape).array)
  }

  // MARK: What is refused

  private func refusal(
    of architecture: any Architecture, _ shape: ModelShape = shape
  ) -> String {
    let error = #expect(throws: ModelError.self) {
      try ModelConfiguration(architecture).build(shape, seed: 3, weights: fixtures)
    }
    return error?.description ?? ""
  }

  @Test func modelsWithoutANextTokenAreRefused() {
    #expect(refusal(of: BERT()).contains("architecture bert: does not predict the next token"))
    #expect(refusal(of: BagOfWords()).contains("bag-of-words: does not predict the next token"))
    #expect(refusal(of: LinearModel()).contains("the task gives tokens with choices"))
    #expect(refusal(of: Pretrained(weights: "bert-body")).contains("no language-model head"))
  }

  @Test func settingsOfAHeadAreRefused() {
    var head = Pretrained(weights: "gpt2-tied")
    head.finetuning = .head
    #expect(refusal(of: head).contains("write finetuning: full or lora"))
    var tokens = Pretrained(weights: "gpt2-tied")
    tokens.headTokens = ["a"]
    #expect(refusal(of: tokens).contains("head-tokens is set"))
    var bias = Pretrained(weights: "gpt2-tied")
    bias.headBias = true
    #expect(refusal(of: bias).hasSuffix("remove head-bias"))
    var pooling = Pretrained(weights: "gpt2-tied")
    pooling.pooling = .mean
    #expect(refusal(of: pooling).hasSuffix("remove pooling"))
    #expect(
      refusal(of: GPT(layers: 1, width: 8, heads: 2, context: 5, headBias: true))
        == "architecture gpt: head-bias is set, and a model that chooses the next token has no "
        + "head; remove head-bias")
    var withTokens = shape
    withTokens.headTokens = [1, 2, 3, 4, 5, 6, 7]
    #expect(refusal(of: GPT(), withTokens).contains("head-tokens is set"))
    let one = ModelShape(input: .choices(vocabulary: 12), outputs: 1)
    #expect(refusal(of: GPT(), one).contains("one output"))
    let large = ModelShape(input: .choices(vocabulary: 41), outputs: 7)
    #expect(
      refusal(of: Pretrained(weights: "gpt2-tied"), large).contains("the model 40"))
  }
}

@Suite struct ChoiceInputTests {
  @Test func choicesGoWithTheirSequences() {
    #expect(input.count == 4)
    #expect((0..<4).map(input.size) == [3, 1, 6, 2])
    #expect((0..<4).map(input.rows) == [3, 1, 6, 2])
    #expect(input.kind == "tokens with choices")
    #expect(input.requiredTokens == sequences)
    #expect(
      input.gather([2, 0])
        == .choices(sequences.gather([2, 0]), among: choices.gather([2, 0])))
    #expect(
      input.part(1..<3) == .choices(sequences.gather([1, 2]), among: choices.gather([1, 2])))
  }

  /// What artifacts and fingerprints have held since there were other inputs.
  @Test(
    arguments: [
      (ModelShape.Input.tokens(vocabulary: 7), #"{"tokens":{"vocabulary":7}}"#, 1),
      (.pairs(vocabulary: 7), #"{"pairs":{"vocabulary":7}}"#, 2),
      (.features(7), #"{"features":{"_0":7}}"#, 1),
      (.choices(vocabulary: 7), #"{"choices":{"vocabulary":7}}"#, 1),
    ])
  func shapesAreStoredAsEver(input: ModelShape.Input, text: String, sequences: Int) throws {
    let data = try JSONEncoder().encode(input)
    #expect(String(decoding: data, as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(ModelShape.Input.self, from: data) == input)
    #expect(input.sequences == sequences)
  }
}
