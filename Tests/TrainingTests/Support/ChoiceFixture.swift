import Foundation
import Models
import Testing

@testable import Training

/// What PyTorch computed (Fixtures/choices/generate.py) for models of ModelsTests.
struct ChoiceFixture: Decodable {
  struct Logits: Decodable {
    var sum: Double
    var greatest: Double
    var choices: [Double]
  }

  struct Model: Decodable {
    var predicted: [Double]
    var choices: [Double]
    var logits: [Logits]
  }

  var texts: [[Int32]]
  var rate: Double
  var predicted: [Int32]
  var choices: [[Int32]]
  var classes: [Int]
  var models: [String: Model]

  static let names = ["gpt2-tied", "llama-tied", "neox-sequential"]
  static let outputs = 8

  static let root = WeightsRoot(
    URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../../ModelsTests/Fixtures/models").standardizedFileURL.path)

  static func read() throws -> ChoiceFixture {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures/choices")
    return try JSONDecoder().decode(
      ChoiceFixture.self, from: Data(contentsOf: folder.appending(path: "choices.json")))
  }

  var inputs: ModelInput {
    .choices(PackedTokens(texts), among: PackedTokens(choices))
  }

  /// Three steps on all examples at once.
  var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    (configuration.batch, configuration.steps) = (.full, 3)
    (configuration.rate, configuration.schedule) = (rate, .constant)
    return configuration
  }
}
