import Datasets
import Testing
import Training
import WeakToStrong

@Suite struct SimulatedLabelsTests {
  private func simulated(
    _ accuracy: Double?, _ errors: SimulatedErrors = .random, confidence: Double = 1
  ) -> SimulatedLabels {
    var labels = SimulatedLabels()
    (labels.accuracy, labels.errors, labels.confidence) = (accuracy, errors, confidence)
    return labels
  }

  private static let ceiling = binary([0.9, 0.2, 0.6, 0.55, 0.05, 0.7])
  private static let truth = [1, 0, 1, 0, 0, 0]

  @Test(arguments: [0, 0.123, 0.5, 0.8, 0.987, 1], [1, 2, 10, 137])
  func accuracyIsMetToOneExample(_ accuracy: Double, _ count: Int) throws {
    for (number, errors) in [(2, SimulatedErrors.random), (5, .random), (2, .longest)] {
      let truth = classes(count, of: number)
      let made = try simulated(accuracy, errors).labels(
        material(truth: truth, classes: number, lengths: Array(0..<count)))
      let wrong = differences(made, truth).count
      #expect(count - wrong == Int((accuracy * Double(count)).rounded()))
    }
  }

  /// As many as the other supervisor gets right, on each split.
  @Test(arguments: Split.allCases)
  func likeAnotherSupervisor(_ split: Split) throws {
    let truth = classes(90, of: 2)
    let other = binary(classes(90, of: 2, seed: 5).map { $0 == 1 ? 0.7 : 0.4 })
    let made = try simulated(nil).labels(material([other], truth: truth, split: split))
    #expect(differences(made, truth).count == differences(other, truth).count)
  }

  @Test func fewerErrorsAreAmongMore() throws {
    let truth = classes(200, of: 4)
    func made(_ accuracy: Double) throws -> Targets {
      try simulated(accuracy).labels(material(truth: truth, classes: 4))
    }
    let (few, many) = (try made(0.9), try made(0.6))
    let wrong = differences(few, truth)
    #expect(wrong.isStrictSubset(of: differences(many, truth)))
    #expect(wrong.allSatisfy { few.hardened[$0] == many.hardened[$0] })
  }

  @Test func drawsAreThoseOfSeedAndSplit() throws {
    let truth = classes(200, of: 2)
    func wrong(_ seed: UInt64, _ split: Split) throws -> Set<Int> {
      differences(
        try simulated(0.8).labels(material(truth: truth, split: split, seed: seed)), truth)
    }
    #expect(try wrong(1, .transfer) == wrong(1, .transfer))
    #expect(try wrong(1, .transfer) != wrong(2, .transfer))
    #expect(try wrong(1, .transfer) != wrong(1, .test))
  }

  /// All other classes, about as often.
  @Test func aWrongClassIsAnyOther() throws {
    let made = try simulated(0).labels(
      material(truth: [Int](repeating: 1, count: 3000), classes: 4)
    ).hardened
    for label in [0, 2, 3] { #expect((900...1100).contains(made.count { $0 == label })) }
  }

  @Test(arguments: [
    (SimulatedErrors.longest, [9, 2, 9, 4, 1, 8], [0, 2, 5]),
    (.shortest, [9, 2, 9, 4, 1, 2], [4, 1, 5]),
    (.longest, [3, 3, 3, 3, 3, 3], [0, 1, 2]),
  ])
  func byLength(_ errors: SimulatedErrors, _ lengths: [Int], _ wrong: [Int]) throws {
    let made = try simulated(0.5, errors).labels(
      material(truth: Self.truth, lengths: lengths))
    #expect(differences(made, Self.truth) == Set(wrong))
  }

  /// The ceiling is wrong on 3 (0.55) and 5 (0.7); least sure of 3, 2 and 5.
  @Test func whereTheCeilingIsLeastConfident() throws {
    let made = try simulated(0.5, .leastConfident).labels(
      material([Self.ceiling], truth: Self.truth))
    #expect(differences(made, Self.truth) == [3, 2, 5])
  }

  /// Right most confidently: 4 (0.95), 0 (0.9), 1 (0.8), 2 (0.6); then what it gets wrong.
  @Test(arguments: [
    (5, [4]), (4, [4, 0]), (2, [4, 0, 1, 2]), (1, [4, 0, 1, 2, 3]),
  ])
  func whereTheCeilingIsMostConfident(_ right: Int, _ wrong: [Int]) throws {
    let made = try simulated(Double(right) / 6, .mostConfident).labels(
      material([Self.ceiling], truth: Self.truth))
    #expect(differences(made, Self.truth) == Set(wrong))
  }

  /// The class that the ceiling would take next, and with `like` the ceiling stands second.
  @Test func theCeilingsSecondClass() throws {
    let ceiling = Targets.probabilities(
      [0.6, 0.1, 0.3, 0.2, 0.5, 0.3, 0.3, 0.3, 0.4], classes: 3)
    let truth = [0, 0, 2]
    let made = try simulated(0, .leastConfident).labels(
      material([ceiling], truth: truth, classes: 3))
    #expect(made.hardened == [2, 1, 0])
    let like = Targets.classes([0, 1, 1], of: 3)
    let second = try simulated(nil, .mostConfident).labels(
      material([like, ceiling], truth: truth, classes: 3))
    // One right, as like has it: first 0 (right, 0.6), then 2 (right, 0.4) are made wrong.
    #expect(second.hardened == [2, 0, 0])
  }

  @Test func softLabels() throws {
    let made = try simulated(1, confidence: 0.8).labels(
      material(truth: [2, 0], classes: 3))
    let wanted: [Float] = [0.1, 0.1, 0.8, 0.8, 0.1, 0.1]
    #expect(zip(made.values, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func featuresHaveNoLength() {
    let error = #expect(throws: TrainingError.self) {
      try simulated(0.5, .longest).labels(material(truth: [0, 1]))
    }
    #expect(
      error.map { "\($0)" }
        == "transfer set: examples are features and have no length; choose other errors than longest"
    )
  }
}
