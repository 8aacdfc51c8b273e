import Configuration
import Foundation
import Testing

@testable import Training

/// Losses of one batch with their gradients, by PyTorch (Fixtures/losses.py).
struct LossFixture: Decodable, CustomTestStringConvertible, Sendable {
  struct Result: Decodable, Sendable {
    var loss: String
    var fields: [String: String]
    var fraction: Double
    var value: Double
    var gradient: [Double]

    /// The loss as an experiment file names it.
    func decoded() throws -> any Loss {
      let mark = Mark(file: "losses.json", line: 1, column: 1)
      let body = fields.map { Node.Entry(key: $0.key, mark: mark, value: word($0.value)) }
      let node = Node(
        .mapping([Node.Entry(key: loss, mark: mark, value: Node(.mapping(body), mark: mark))]),
        mark: mark)
      return try #require(try decode(LossChoice.self, node)).loss
    }
  }

  var kind: String
  var classes: Int
  var logits: [Float]
  var labels: [Float]
  var results: [Result]

  var testDescription: String { "\(kind) labels or logits, \(classes) classes" }

  static func all() throws -> [LossFixture] {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    return try JSONDecoder().decode(
      [LossFixture].self, from: Data(contentsOf: folder.appending(path: "losses.json")))
  }
}

@Suite struct LossFixtureTests {
  @Test(arguments: try LossFixture.all())
  func agreesWithPyTorch(batch: LossFixture) throws {
    for wanted in batch.results {
      let found = evaluate(
        try wanted.decoded(), logits: batch.logits, targets: batch.labels, columns: batch.classes,
        fraction: wanted.fraction)
      let title: Comment = "\(wanted.loss) \(wanted.fields)"
      #expect(abs(Double(found.value) - wanted.value) < 2e-6 * max(1, abs(wanted.value)), title)
      let scale = max(1, wanted.gradient.map { abs($0) }.max() ?? 0)
      for (a, b) in zip(found.gradient, wanted.gradient) {
        #expect(abs(Double(a) - b) < 1e-6 * scale, title)
      }
    }
  }

  /// Whatever is added later brings its values.
  @Test func everyLossForClassesHasValues() throws {
    let known = Set(try LossFixture.all().flatMap { $0.results.map(\.loss) })
    let elsewhere: Set = ["cross-entropy", "confidence"]  // by formula, in their own tests
    let wanted = Losses.all.filter { $0.targets == .probabilities }.map { $0.name }
    #expect(Set(wanted) == known.union(elsewhere))
  }
}
