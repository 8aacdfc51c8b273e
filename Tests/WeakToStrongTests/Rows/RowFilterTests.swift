import Testing
import Training
import WeakToStrong

@Suite struct RowFilterTests {
  private let labels = binary([0.9, 0.6, 0.55, 0.2, 0.4, 0.45, 0.9])
  private let truth = [1, 0, 1, 0, 1, 0, 0]

  private func confident(_ keep: Double, byClass: Bool) -> ConfidentRows {
    var rows = ConfidentRows()
    (rows.keep, rows.byClass) = (keep, byClass)
    return rows
  }

  /// Predicted 1: 0, 6 (0.9), 1 (0.6), 2 (0.55); predicted 0: 3 (0.8), 4 (0.6), 5 (0.55).
  @Test(arguments: [
    (0.5, true, [0, 3, 4, 6]), (0.5, false, [0, 1, 3, 6]), (0.25, true, [0, 3]),
    (0.3, false, [0, 6]), (1, true, [0, 1, 2, 3, 4, 5, 6]),
  ])
  func mostConfident(_ keep: Double, _ byClass: Bool, _ rows: [Int]) {
    #expect(confident(keep, byClass: byClass).rows(material([labels], truth: truth)) == rows)
  }

  @Test func band() {
    var band = ConfidenceBandRows()
    (band.from, band.to) = (0.6, 0.8)
    #expect(band.rows(material([labels], truth: truth)) == [1, 3, 4])
  }

  @Test func bandUpsideDown() {
    let error = #expect(throws: (any Error).self) {
      try decode(ConfidenceBandRows.self, mapping(["from": word("0.9"), "to": word("0.7")]))
    }
    #expect(
      error.map { "\($0)" } == "a.yaml:3:5: from is 0.9 and to is 0.7; give from at most to")
  }

  @Test func oracle() {
    #expect(OracleRows().isOracle && !ConfidentRows().isOracle)
    #expect(OracleRows().rows(material([labels], truth: truth)) == [0, 2, 3, 5])
  }

  /// About 1 − 1/e of the examples, and never the same twice.
  @Test func bootstrapDraws() {
    let truth = [Int](repeating: 0, count: 2000)
    let rows = BootstrapRows().rows(material(truth: truth))
    #expect(rows.count == 2000 && rows.allSatisfy { (0..<2000).contains($0) })
    #expect((1200...1330).contains(Set(rows).count))
    #expect(rows == BootstrapRows().rows(material(truth: truth)))
    #expect(rows != BootstrapRows().rows(material(truth: truth, seed: 8)))
  }

  // MARK: Neighbours

  /// Two bundles of three directions, one wrong label in each.
  private let hidden = FeatureRows(
    [1, 0, 2, 0.1, 3, -0.1, 0, 1, 0.1, 5, -0.1, 2], columns: 2)
  private let weak = binary([0.9, 0.8, 0.1, 0.2, 0.7, 0.1])

  private func neighbours(_ change: (inout NeighbourRows) -> Void = { _ in }) -> [Int] {
    var rows = NeighbourRows()
    rows.neighbourhood.count = 2
    rows.byClass = false
    change(&rows)
    return rows.rows(
      material([weak], truth: [Int](repeating: 0, count: 6), hidden: hidden))
  }

  /// Agreement: 0.45, 0.5, 0.15, 0.6, 0.15, 0.55.
  @Test func bestAgreement() {
    #expect(neighbours() == [1, 3, 5])
    #expect(neighbours { $0.keep = 0.3 } == [3, 5])
    // Of class 1: 0 (0.45), 1 (0.5), 4 (0.15); of class 0: 2, 3, 5.
    #expect(
      neighbours {
        $0.byClass = true
        $0.keep = 2.0 / 3
      } == [0, 1, 3, 5])
  }

  /// Means of the neighbours for class 1: 0.45, 0.5, 0.85, 0.4, 0.15, 0.45; of equals the first.
  @Test func majority() { #expect(neighbours { $0.rule = .majority } == [3, 5]) }

  /// With half of each class and k = 2: no edge cut is best. Edges to other labels: 1, 1, 2, 1, 2, 1.
  @Test func cutStatistic() {
    #expect(
      Set(
        neighbours {
          $0.measure = .cutStatistic
          $0.keep = 4.0 / 6
        }) == [0, 1, 3, 5])
  }

  @Test func labelsOfOneClassFitAlike() {
    var rows = NeighbourRows()
    rows.neighbourhood.count = 2
    rows.measure = .cutStatistic
    let one = binary([Float](repeating: 0.9, count: 6))
    #expect(
      rows.rows(material([one], truth: [0, 0, 0, 0, 0, 0], hidden: hidden)) == [0, 1, 2])
  }
}
