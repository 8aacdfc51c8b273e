import Autograd
import Foundation
import Kernels
import Testing

@testable import Models

private let sequences = PackedTokens([[1, 2, 3], [4], [5, 6, 7, 8, 9, 10], [11, 0]])
private let choices = Continuations([
  pairs([(3, 3)]), pairs([(0, 9), (0, 11), (9, 2)]),
  pairs([(7, 1), (1, 2), (1, 3), (11, 4), (7, 5)]), pairs([(7, 8), (8, 7)]),
])
private let input = ModelInput.choices(sequences, among: choices)
private let shape = ModelShape(input: .choices(vocabulary: 12), outputs: 7)

private func pairs(_ tokens: [(Int32, Int32)]) -> [Continuations.Pair] {
  tokens.map { Continuations.Pair($0.0, $0.1) }
}

private enum Case: String, CaseIterable {
  case gpt, llama, neox, window, full, lora

  var architecture: any Architecture {
    var pretrained = Pretrained(weights: "gpt2-tied")
    if self == .lora { pretrained.finetuning = .lora }
    return switch self {
    case .gpt: GPT(layers: 2, width: 8, heads: 2, context: 5)
    case .llama: Llama()
    case .neox: GPTNeoX()
    case .window: Pretrained(weights: "mistral")
    case .full, .lora: pretrained
    }
  }
}

@Suite struct ChoiceModelTests {
  private func build(_ architecture: any Architecture) throws -> any Model {
    try ModelConfiguration(architecture).build(shape, seed: 3, weights: fixtures)
  }

  /// log softmax of the next token.
  private func next(
    _ language: LanguageModel, _ tokens: some Sequence<Int32>, on tape: Tape
  ) -> [Double] {
    let logits = language.logits(.tokens(PackedTokens([Array(tokens)])), on: tape).array.map(
      Double.init)
    let greatest = logits.max() ?? 0
    let normalizer = greatest + log(logits.reduce(0) { $0 + exp($1 - greatest) })
    return logits.map { $0 - normalizer }
  }

  /// The same weights under the same names; log probabilities are those of the language model, asked
  /// for one continuation after the other.
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
    // Weights of their first size tell tokens hardly apart.
    for model in [model, language] as [any Model] where kind != .full && kind != .window {
      for parameter in model.parameters.parameters where !parameter.name.contains("orm") {
        parameter.initializeNormal(deviation: 0.5, seed: 8)
      }
    }
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let (trained, predicted) = (
      model.logits(input, on: tape).array, model.predictionLogits(input, on: tape).array
    )
    let states = try #require(model.headInputs(input, on: tape))
    for row in 0..<sequences.count {
      let prompt = Array(sequences[row].prefix((language.context ?? 99) - 1))
      let first = next(language, prompt, on: tape)
      let own = choices[row].map {
        first[Int($0.first)] + next(language, prompt + [$0.first], on: tape)[Int($0.second)]
      }
      let z = trained[row * 7..<(row + 1) * 7].map(Double.init)
      for (a, b) in zip(z.dropFirst(), own) { #expect(abs(a - b) < 1e-5 * max(1, abs(b))) }
      #expect(abs(z[0] - log(1 - own.reduce(0) { $0 + exp($1) })) < 1e-5)
      #expect(z[(1 + own.count)...].allSatisfy { $0 < -40 })
      let best = Array(predicted[row * 7..<(row + 1) * 7])
      #expect(best[1...own.count] == trained[row * 7 + 1...row * 7 + own.count])
      // Greedy decoding.
      func greatest(_ x: [Double]) -> Int32 { Int32(x.indices.max { x[$0] < x[$1] } ?? 0) }
      let one = greatest(first)
      let written = Continuations.Pair(one, greatest(next(language, prompt + [one], on: tape)))
      let answer = best.indices.max { best[$0] < best[$1] } ?? 0
      #expect((answer > 0) == choices[row].contains(written))
      let state = language.headInputs(.tokens(PackedTokens([prompt])), on: tape)?.array
      let found = Array(states.array[row * states.columns..<(row + 1) * states.columns])
      for (a, b) in zip(found, state ?? []) { #expect(abs(a - b) < 1e-5) }
    }
  }

  /// A branch's row is that of the prompt with its token appended, the others that of the prompt.
  @Test(arguments: Case.allCases) fileprivate func branchesAreAlone(_ kind: Case) throws {
    let language = try kind.architecture.languageModel(
      vocabulary: 12, seed: 3, weights: fixtures)
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let (prompts, branches) = (
      [[1, 2, 3], [5], [4, 9, 4]] as [[Int32]], [0, 7, 3, 7] as [Int32]
    )
    let together = language.transformer.lastState(
      PackedTokens(prompts.map { $0 + branches }), prompts: prompts.map(\.count), on: tape)
    let columns = together.columns
    var row = 0
    for prompt in prompts {
      for (place, branch) in branches.enumerated() {
        let alone = language.transformer.lastState(PackedTokens([prompt + [branch]]), on: tape)
        for (k, own) in (Array(0..<prompt.count) + [prompt.count + place]).enumerated() {
          let found = together.array[(row + own) * columns..<(row + own + 1) * columns]
          for (a, b) in zip(found, alone.array[k * columns..<(k + 1) * columns]) {
            #expect(abs(a - b) < 2e-6 * max(1, abs(b)))
          }
        }
      }
      row += prompt.count + branches.count
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
    #expect(
      refusal(of: GPT(layers: 1, width: 8, heads: 2, context: 1)).hasSuffix(
        "context 1 has no place for the first token of a choice; give a context of at least 2"))
    let large = ModelShape(input: .choices(vocabulary: 41), outputs: 7)
    #expect(
      refusal(of: Pretrained(weights: "gpt2-tied"), large).contains("the model 40"))
  }
}

@Suite struct ChoiceInputTests {
  @Test func choicesGoWithTheirSequences() {
    #expect(input.count == 4)
    #expect((0..<4).map(input.size) == [4, 3, 9, 4])
    #expect((0..<4).map(input.rows) == [4, 3, 9, 4])
    #expect(input.kind == "tokens with choices")
    #expect(input.requiredTokens == sequences)
    #expect(
      input.gather([2, 0])
        == .choices(sequences.gather([2, 0]), among: choices.gather([2, 0])))
    #expect(
      input.part(1..<3) == .choices(sequences.gather([1, 2]), among: choices.gather([1, 2])))
  }

  @Test func branchesAreDifferentFirstTokens() {
    #expect(choices.branches == PackedTokens([[3], [0, 9], [1, 7, 11], [7, 8]]))
    #expect(choices.gather([2, 0]).branches == PackedTokens([[1, 7, 11], [3]]))
    #expect(
      choices.tree(of: 2) == [
        ContinuationLogits.Branch(first: 1, places: [1, 2], seconds: [2, 3]),
        ContinuationLogits.Branch(first: 7, places: [0, 4], seconds: [1, 5]),
        ContinuationLogits.Branch(first: 11, places: [3], seconds: [4]),
      ])
    #expect(
      Continuations(ids: [3, 3, 0, 9, 0, 11, 9, 2], offsets: [0, 1, 4]) == choices.gather([0, 1]))
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
