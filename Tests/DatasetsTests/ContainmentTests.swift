import Testing

@testable import Datasets

@Suite struct ContainmentTests {
  private func groups(_ texts: [String], minimum: Int) -> [Int] {
    var sets = UnionFind(count: texts.count)
    Containment.link(texts, minimum: minimum, &sets)
    return sets.numbered().sets
  }

  @Test func phrasesJoinTheirSentence() {
    let texts = [
      "a rather good film about love", "good film about", "the plot is thin", "plot is thin",
      "is thin ", "about love", "nothing", "a  rather good",
    ]
    #expect(groups(texts, minimum: 3) == [0, 0, 1, 1, 1, 0, 2, 0])
  }

  /// "good film" stands in both sentences, but only the shorter takes it.
  @Test func shortPhrasesTieNoSentencesTogether() {
    let texts = ["this is a good film indeed", "good film", "what a good film"]
    #expect(groups(texts, minimum: 3) == [0, 1, 1])
    #expect(groups(texts, minimum: 2) == [0, 0, 0])
  }

  @Test func wordsMustStandInARow() {
    #expect(groups(["a b c d e", "a b d e", "ab c d"], minimum: 2) == [0, 1, 2])
  }

  @Test func equalWordsAreOneGroup() {
    #expect(groups(["a b", " a  b ", "", ""], minimum: 3) == [0, 0, 1, 2])
  }

  /// All pairs by brute force are the independent truth.
  @Test(arguments: 0..<10, 2...4)
  func agreesWithBruteForce(seed: UInt64, minimum: Int) {
    var generator = SplitMix(state: seed)
    let texts = (0..<60).map { _ in
      (0..<Int.random(in: 1...9, using: &generator))
        .map { _ in ["a", "b", "c", "d"].randomElement(using: &generator) ?? "" }
        .joined(separator: " ")
    }
    func words(_ text: String) -> Int { text.split(separator: " ").count }
    func holds(_ whole: String, _ part: String) -> Bool { " \(whole) ".contains(" \(part) ") }
    var sets = UnionFind(count: texts.count)
    for (i, part) in texts.enumerated() {
      let holders = texts.indices.filter { $0 != i && holds(texts[$0], part) }
      let same = holders.filter { texts[$0] == part }
      for j in same { sets.link(i, j) }
      let larger = holders.filter { texts[$0] != part }
      if words(part) >= minimum {
        for j in larger { sets.link(i, j) }
      } else if let parent = larger.min(by: { words(texts[$0]) < words(texts[$1]) }) {
        sets.link(i, parent)
      }
    }
    #expect(groups(texts, minimum: minimum) == sets.numbered().sets)
  }
}
