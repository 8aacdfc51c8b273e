import Models
import Testing

@testable import Training

@Suite struct ScoringTests {
  @Test func scoresClasses() {
    // softmax: (.5, .5), (.881, .119)
    let score = Score(
      outputs: [0, 0, 2, 0], targets: .probabilities([1, 0, 0.25, 0.75], classes: 2))
    #expect(abs(score.loss - (0.693_147_18 + 0.126_928_01 + 0.75 * 2) / 2) < 1e-7)
    #expect(score.accuracy == 0.5)
  }

  @Test func scoresRealValues() {
    let score = Score(outputs: [1, 2, 3, 4], targets: .values([0, 2, 3, 7], outputs: 2))
    #expect(score == Score(loss: 5, accuracy: nil))
  }

  @Test func splitsAgreementByTheSupervisorsErrors() {
    let set = EvaluationSet(
      "test", ExampleSet(.features(values: [0, 0, 0, 0], rows: 4, columns: 1)),
      groundTruth: .classes([0, 0, 1, 1], of: 2), weak: .classes([0, 1, 1, 0], of: 2))
    let scores = SetScores(outputs: [1, 0, 0, 1, 1, 0, 0, 1], on: set)
    #expect(scores.groundTruth?.accuracy == 0.5)
    #expect(scores.weak?.accuracy == 0.5)
    #expect(scores.agreementWhereRight == 0.5)
    #expect(scores.agreementWhereWrong == 0.5)
    let right = SetScores(outputs: [1, 0, 1, 0, 0, 1, 0, 1], on: set)
    #expect(right.agreementWhereRight == 1)
    #expect(right.agreementWhereWrong == 0)
  }

  @Test func saturatedLogitsGiveFiniteScores() {
    let score = Score(outputs: [1000, -1000], targets: .classes([1], of: 2))
    #expect(score.loss == 2000)
  }

  @Test func probabilitiesAddUpToOne() {
    let p = softmax([1000, -1000, 3, 3], columns: 2)
    #expect(p == [1, 0, 0.5, 0.5])
  }

  @Test(
    arguments: [
      (4, 9, [0..<2, 2..<4, 4..<5]), (100, 9, [0..<5]), (100, 2, [0..<2, 2..<4, 4..<5]),
      (1, 9, [0..<1, 1..<2, 2..<3, 3..<4, 4..<5]),
    ] as [(Int, Int, [Range<Int>])])
  func batchesHoldTheirLimit(limit: Int, examples: Int, expected: [Range<Int>]) {
    let lengths = [2, 2, 3, 1, 3]
    let tokens = PackedTokens(lengths.map { [Int32](repeating: 1, count: $0) })
    #expect(
      ExampleSet(.tokens(tokens)).batches(limit: limit, examples: examples) == expected)
  }
}
