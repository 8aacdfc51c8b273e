import Datasets
import Testing
import Training
import WeakToStrong

/// The labels of controls.
@Suite struct ControlLabelsTests {
  private let labels = binary((0..<300).map { Float($0) / 300 })
  private let truth = classes(300, of: 2)

  @Test func shuffledLabelsKeepTheirDistribution() {
    let made = ShuffledLabels().labels(material([labels], truth: truth))
    #expect(made != labels)
    #expect(probabilities(made).sorted() == probabilities(labels).sorted())
    // Whole rows move.
    #expect((0..<300).allSatisfy { made.values[2 * $0] == 1 - made.values[2 * $0 + 1] })
    let wrong = Double(differences(made, labels.hardened).count)
    #expect((100...200).contains(wrong), "about half")
  }

  @Test func drawsAreThoseOfSeedAndSplit() {
    func made(_ operation: some LabelOperation, _ seed: UInt64, _ split: Split) throws -> Targets {
      try operation.labels(material([labels], truth: truth, split: split, seed: seed))
    }
    func check(_ operation: some LabelOperation) throws {
      #expect(try made(operation, 1, .transfer) == made(operation, 1, .transfer))
      #expect(try made(operation, 1, .transfer) != made(operation, 2, .transfer))
      #expect(try made(operation, 1, .transfer) != made(operation, 1, .test))
    }
    #expect(throws: Never.self) {
      try check(ShuffledLabels())
      try check(RandomLabels())
      try check(GroundTruthMixture(fraction: 0.5))
    }
  }

  @Test(arguments: [2, 5])
  func randomLabelsAreUniform(_ number: Int) {
    let made = RandomLabels().labels(
      material(truth: [Int](repeating: 0, count: 5000), classes: number)
    ).hardened
    for label in 0..<number {
      #expect(abs(made.count { $0 == label } - 5000 / number) < 200)
    }
  }

  @Test(arguments: [([1, 1, 0], 1), ([0, 1, 1, 0], 0), ([2, 2, 1, 0], 2)])
  func theConstantIsTheMostFrequentClass(_ truth: [Int], _ label: Int) throws {
    let made = try ConstantLabel().labels(material(truth: truth, classes: 3))
    #expect(made.hardened == truth.map { _ in label })
  }

  @Test func aConstantOfItsOwn() throws {
    var constant = ConstantLabel()
    constant.label = 1
    #expect(try constant.labels(material(truth: [0, 0], classes: 2)).hardened == [1, 1])
    constant.label = 2
    let error = #expect(throws: TrainingError.self) {
      try constant.labels(material(truth: [0, 0], classes: 2))
    }
    #expect(
      error.map { "\($0)" }
        == "transfer set: there is no class 2 among 2; give a class from 0 to 1")
  }

  @Test(arguments: [0, 0.01, 0.1, 0.35, 1])
  func mixtureHasThatShareOfTrueLabels(_ fraction: Double) {
    let made = GroundTruthMixture(fraction: fraction).labels(material([labels], truth: truth))
    let oneHot = Targets.classes(truth, of: 2)
    let rows = (0..<300).filter { row in
      made.values[2 * row..<2 * row + 2] == oneHot.values[2 * row..<2 * row + 2]
    }
    // The first weak label is as sure as a true one.
    #expect(abs(rows.count - Int((fraction * 300).rounded())) <= 1)
    let others = Set(0..<300).subtracting(rows)
    #expect(others.allSatisfy { made.values[2 * $0] == labels.values[2 * $0] })
  }

  @Test func moreTrueLabelsContainFewer() {
    func truthful(_ fraction: Double) -> Set<Int> {
      let made = GroundTruthMixture(fraction: fraction).labels(material([labels], truth: truth))
      return Set((1..<300).filter { made.values[2 * $0] != labels.values[2 * $0] })
    }
    #expect(truthful(0.1).isStrictSubset(of: truthful(0.2)))
    #expect(truthful(0.2).isStrictSubset(of: truthful(0.9)))
  }
}
