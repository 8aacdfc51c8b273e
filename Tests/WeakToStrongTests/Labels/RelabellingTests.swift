import Foundation
import Testing
import Training
import WeakToStrong

@Suite struct RelabellingTests {
  /// Two bundles of directions; the third example's label is that of the other bundle.
  private static let hidden = FeatureRows(
    [1, 0, 2, 0.1, 3, -0.1, 0, 1, 0.1, 5, -0.1, 2], columns: 2)
  private static let labels = binary([0.9, 0.8, 0.1, 0.2, 0.3, 0.1])

  private func neighbours(_ k: Int, includeSelf: Bool = false) -> NeighbourLabels {
    var labels = NeighbourLabels()
    labels.neighbourhood.count = k
    labels.includeSelf = includeSelf
    return labels
  }

  private func close(_ found: [Float], _ wanted: [Double]) -> Bool {
    zip(found, wanted).allSatisfy { abs(Double($0) - $1) < 1e-6 }
  }

  @Test func neighboursOutvote() {
    let given = material([Self.labels], truth: [Int](repeating: 0, count: 6), hidden: Self.hidden)
    let made = neighbours(2).labels(given)
    #expect(close(probabilities(made), [0.45, 0.5, 0.85, 0.2, 0.15, 0.25]))
    #expect(
      close(
        probabilities(neighbours(1, includeSelf: true).labels(given)),
        Self.labels.count > 0 ? probabilities(Self.labels).map(Double.init) : []))
    #expect(
      close(
        probabilities(neighbours(3, includeSelf: true).labels(given)),
        [0.6, 0.6, 0.6, 0.2, 0.2, 0.2]))
  }

  /// A split of fewer than k others takes all of them; one alone keeps its label.
  @Test func fewExamples() {
    let two = material(
      [binary([0.9, 0.3])], truth: [0, 0], hidden: FeatureRows([1, 0, 0, 1], columns: 2))
    #expect(close(probabilities(neighbours(20).labels(two)), [0.3, 0.9]))
    let one = material([binary([0.9])], truth: [0], hidden: FeatureRows([1, 0], columns: 2))
    #expect(probabilities(neighbours(20).labels(one)) == [0.9])
  }

  @Test(arguments: [0.5, 2, 0.1])
  func sharpening(_ temperature: Double) {
    var sharpened = SharpenedLabels()
    sharpened.temperature = temperature
    let given: [Double] = [0.9, 0.5, 0.2, 1, 0]
    let made = sharpened.labels(
      material([binary(given.map { Float($0) })], truth: [0, 0, 0, 0, 0]))
    let wanted = given.map { p in
      pow(p, 1 / temperature) / (pow(p, 1 / temperature) + pow(1 - p, 1 / temperature))
    }
    #expect(close(probabilities(made), wanted))
  }

  @Test func temperatureOneChangesNothing() {
    var sharpened = SharpenedLabels()
    sharpened.temperature = 1
    #expect(sharpened.labels(material([Self.labels], truth: [0, 0, 0, 0, 0, 0])) == Self.labels)
  }

  /// Of two classes a shift of the log-odds by the same amount everywhere.
  @Test func balanceShiftsLogOdds() {
    let given: [Float] = [0.9, 0.8, 0.6, 0.95, 0.3]
    let made = probabilities(
      BalancedLabels().labels(material([binary(given)], truth: [0, 0, 0, 0, 0])))
    #expect(abs(made.reduce(0, +) - 2.5) < 1e-4)
    func logOdds(_ p: Float) -> Float { log(p / (1 - p)) }
    let shifts = zip(made, given).map { logOdds($0) - logOdds($1) }
    #expect(shifts.allSatisfy { abs($0 - shifts[0]) < 1e-4 } && shifts[0] < 0)
  }

  @Test func balanceOfThreeClasses() {
    let given = Targets.probabilities(
      [0.6, 0.3, 0.1, 0.5, 0.25, 0.25, 0.8, 0.1, 0.1, 0.2, 0.2, 0.6], classes: 3)
    let made = BalancedLabels().labels(material([given], truth: [0, 0, 0, 0], classes: 3))
    for label in 0..<3 {
      #expect(abs(probabilities(made, of: label).reduce(0, +) - 4 / 3) < 1e-4)
    }
  }

  /// What is balanced stays, and what is sure too.
  @Test(arguments: [binary([0.25, 0.75, 0.5]), .classes([0, 0, 1], of: 2)])
  func balanceLeavesAlone(_ labels: Targets) {
    let made = BalancedLabels().labels(material([labels], truth: [0, 0, 0]))
    #expect(zip(made.values, labels.values).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
