import Autograd
import Foundation
import Kernels
import Testing

@testable import Models

private let root = WeightsRoot(fixtures.path)

private let tokens = PackedTokens([[1, 2, 3], [4], [5, 6, 7, 8, 9, 10], [11, 0]])
private func value(_ index: Int) -> Float { Float((index * 7) % 11) / 5 - 1 }
private let points = ModelInput.features(values: (0..<24).map(value), rows: 4, columns: 6)

/// Models with heads that are not zero.
private enum Case: String, CaseIterable {
  case gpt, llama, neox, bert, pretrained, frozen, mlp, random, linear, leading, sides

  var isOfTokens: Bool { ![.mlp, .random, .linear, .leading, .sides].contains(self) }

  func model(_ input: ModelShape.Input) throws -> any Model {
    var first = LinearModel()
    first.first = 2
    var sides = LinearModel()
    sides.sides = 2
    var pretrained = Pretrained(weights: "gpt2-tied")
    var bert = BERT()
    (bert.width, bert.headBias) = (8, true)
    var perceptron = MultilayerPerceptron()
    perceptron.hidden = [5, 4]
    if self == .frozen { pretrained.finetuning = .head }
    let architecture: any Architecture =
      switch self {
      case .gpt: GPT(layers: 1, width: 8, heads: 2, context: 5, headBias: true)
      case .llama: Llama()
      case .neox: GPTNeoX()
      case .bert: bert
      case .pretrained, .frozen: pretrained
      case .mlp: perceptron
      case .random: RandomFeatures()
      case .linear: LinearModel()
      case .leading: first
      case .sides: sides
      }
    let model = try architecture.build(
      ModelShape(input: input, outputs: 2), seed: 3, weights: root)
    for parameter in model.parameters.parameters where parameter.name.hasPrefix("head.") {
      parameter.initializeNormal(deviation: 1, seed: 4)
    }
    return model
  }
}

@Suite struct HeadInputTests {
  private func expectHead(_ model: any Model, _ input: ModelInput, sides: Int = 1) throws {
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let h = try #require(model.headInputs(input, on: tape))
    #expect(h.shape.count == 2 && h.rows == input.count)
    let weight = try #require(model.parameters["head.weight"])
    #expect(h.columns == sides * weight.shape[1])
    let bias = model.parameters["head.bias"]?.array
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    let logits = model.logits(input, on: tape).array
    for row in 0..<h.rows {
      for output in 0..<2 {
        // The sides of a pair share one row of weights.
        let own = sides == 1 ? output : 0
        let start = row * h.columns + (sides == 1 ? 0 : output * inputs)
        var expected = Double(bias?[own] ?? 0)
        for i in 0..<inputs {
          expected += Double(h.values[start + i]) * Double(weight.array[own * inputs + i])
        }
        #expect(abs(Double(logits[row * 2 + output]) - expected) < 1e-4)
      }
    }
    #expect(outputs * sides == 2)
  }

  @Test(arguments: Case.allCases) fileprivate func headOnThemGivesTheLogits(_ kind: Case) throws {
    let model = try kind.model(kind.isOfTokens ? .tokens(vocabulary: 12) : .features(6))
    try expectHead(
      model, kind.isOfTokens ? .tokens(tokens) : points, sides: kind == .sides ? 2 : 1)
  }

  @Test(arguments: [Case.gpt, .bert, .pretrained, .frozen])
  fileprivate func ofPairsBothSides(_ kind: Case) throws {
    try expectHead(try kind.model(.pairs(vocabulary: 12)), .pairs(tokens), sides: 2)
  }

  @Test func countsOfTokensHaveNone() throws {
    let model = try BagOfWords().build(
      ModelShape(input: .tokens(vocabulary: 12), outputs: 2), seed: 3, weights: root)
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    #expect(model.headInputs(.tokens(tokens), on: tape) == nil)
  }

  /// The same numbers as those that a training computes once.
  @Test(arguments: [Case.frozen, .random, .leading])
  fileprivate func areTheFrozenFeatures(_ kind: Case) throws {
    let model = try kind.model(kind.isOfTokens ? .tokens(vocabulary: 12) : .features(6))
    let input: ModelInput = kind.isOfTokens ? .tokens(tokens) : points
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let features = try #require(model.frozenFeatures(of: input, on: tape))
    #expect(features.array == model.headInputs(input, on: tape)?.array)
    let matrix = FeatureMatrix(features.array, rows: features.rows, columns: features.columns)
    #expect(
      model.trainedPart.logits(.features(matrix), on: tape).array
        == model.logits(input, on: tape).array)
  }

  // MARK: Linear models

  @Test func firstFeaturesAlone() throws {
    let model = try Case.leading.model(.features(6))
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    let changed = ModelInput.features(
      values: (0..<24).map { $0 % 6 < 2 ? value($0) : 9 }, rows: 4, columns: 6)
    #expect(model.logits(points, on: tape).array == model.logits(changed, on: tape).array)
    #expect(model.parameters["head.weight"]?.shape == [2, 2])
  }

  @Test func sidesShareTheirWeights() throws {
    let model = try Case.sides.model(.features(6))
    let tape = Tape(pool: MemoryPool(), team: WorkerTeam(), recording: false)
    var values: [Float] = []
    for row in 0..<4 {
      for column in 0..<6 { values.append(value(6 * row + (column + 3) % 6)) }
    }
    let swapped = ModelInput.features(values: values, rows: 4, columns: 6)
    let (a, b) = (model.logits(points, on: tape).array, model.logits(swapped, on: tape).array)
    for row in 0..<4 {
      #expect(a[2 * row] == b[2 * row + 1])
      #expect(a[2 * row + 1] == b[2 * row])
    }
    #expect(model.parameters["head.weight"]?.shape == [1, 3])
  }

  @Test func whatDoesNotFitIsRefused() throws {
    var first = LinearModel()
    first.first = 7
    var sides = LinearModel()
    sides.sides = 2
    let shape = ModelShape(input: .features(6), outputs: 2)
    #expect(throws: ModelError.self) { try first.build(shape, seed: 0, weights: root) }
    for (columns, outputs) in [(5, 2), (6, 3)] {
      #expect(throws: ModelError.self) {
        try sides.build(
          ModelShape(input: .features(columns), outputs: outputs), seed: 0, weights: root)
      }
    }
  }

  /// What no file sets is in no stage's JSON and in no resolved file.
  @Test func defaultsStayAway() throws {
    let json = String(decoding: try JSONEncoder().encode(LinearModel()), as: UTF8.self)
    #expect(json == #"{"bias":true}"#)
    guard case .mapping(let entries) = LinearModel().node.content else {
      Issue.record("no mapping")
      return
    }
    #expect(entries.map(\.key) == ["bias"])
  }
}
