import Foundation
import Models
import Testing

@testable import Training

/// What PyTorch computed (Fixtures/continuations/generate.py) for models of ModelsTests.
struct ContinuationFixture: Decodable {
  struct Logits: Decodable {
    var values: [Double]
    var isWritten: Bool
  }

  struct Model: Decodable {
    var choices: [[[Int32]]]
    var losses: [Double]
    var logits: [Logits]
  }

  var texts: [[Int32]]
  var rate: Double
  var classes: [Int]
  var models: [String: Model]

  static let names = ["gpt2-tied", "llama-tied", "neox-sequential"]
  static let outputs = 9

  static let root = WeightsRoot(
    URL(fileURLWithPath: #filePath)
      .appendingPathComponent("../../../ModelsTests/Fixtures/models").standardizedFileURL.path)

  static func read() throws -> ContinuationFixture {
    let folder = try #require(Bundle.module.resourceURL).appending(
      path: "Fixtures/continuations")
    return try JSONDecoder().decode(
      ContinuationFixture.self,
      from: Data(contentsOf: folder.appending(path: "continuations.json")))
  }

  func inputs(_ model: Model) -> ModelInput {
    .choices(
      PackedTokens(texts),
      among: Continuations(model.choices.map { $0.map { Continuations.Pair($0[0], $0[1]) } }))
  }

  /// Three steps on all examples at once.
  var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    (configuration.batch, configuration.steps) = (.full, 3)
    (configuration.rate, configuration.schedule) = (rate, .constant)
    return configuration
  }
}
