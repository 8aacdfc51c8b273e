import Testing

@testable import Datasets

@Suite struct ReLUNetworkGeneratorTests {
  private func made(_ json: String) throws -> MaterializedTask {
    try task(json).resolved(in: DataRoot("/nowhere")).materialize()
  }

  @Test func targetsHaveUnitVarianceAndFollowTheTruth() throws {
    let generator = ReLUNetworkGenerator()
    let (features, targets) = generator.examples(rows: 20_000, split: .test, seed: 5)
    let values = targets.map { Double($0) }
    let mean = values.reduce(0, +) / 20_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(variance - 1) < 0.05)
    let truth = generator.truth(seed: 5)
    let products = (0..<64).map { j in
      (0..<32).reduce(0.0) { $0 + truth.directions[j * 32 + $1] * Double(features[7 * 32 + $1]) }
    }
    let expected = zip(products, truth.weights).reduce(0.0) { $0 + max(0, $1.0) * $1.1 }
    #expect(abs(values[7] - expected) < 1e-6)
  }

  @Test func longerSplitsKeepTheirRowsAndSplitsDiffer() {
    let generator = ReLUNetworkGenerator()
    let short = generator.examples(rows: 10, split: .test, seed: 1)
    let long = generator.examples(rows: 20, split: .test, seed: 1)
    #expect(Array(long.features.prefix(320)) == short.features)
    #expect(Array(long.targets.prefix(10)) == short.targets)
    #expect(generator.examples(rows: 10, split: .transfer, seed: 1).features != short.features)
    #expect(generator.examples(rows: 10, split: .test, seed: 2).targets != short.targets)
  }

  @Test func isATaskWithRealTargets() throws {
    let made = try made(
      """
      {"kind": "features", "source": {"generator": "relu-network", "dimension": 4, "width": 3},
       "splits": {"supervisor": 5, "transfer": 6, "validation": 0, "test": 8}}
      """)
    #expect(made.classes.isEmpty)
    #expect(made.validation.count == 0)
    guard case .real(let targets, columns: 1) = made.test.targets,
      case .features(let features, columns: 4) = made.test.inputs
    else {
      Issue.record("wrong form")
      return
    }
    #expect((targets.count, features.count) == (8, 32))
  }
}
