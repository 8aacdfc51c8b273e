import Foundation
import Testing

@testable import Reporting

@Suite struct TableTests {
  @Test(
    arguments: [
      (0.742, ".742"), (-0.355, "−.355"), (1.087, "1.087"), (0, ".000"), (-0.0001, ".000"),
      (nil, "–"), (.nan, "–"), (12.3456, "12.346"),
    ] as [(Double?, String)])
  func sharesHaveThreeDecimals(value: Double?, text: String) {
    #expect(NumberStyle.share.text(value) == text)
  }

  @Test(arguments: [
    (0.0525, ".0525"), (0.000123, ".000123"), (5.05e-6, "5.05e−6"), (1234.5, "1234"),
    (2.18, "2.18"), (0, ".00"), (-0.5, "−.500"), (3.2e9, "3.20e9"),
  ]) func otherNumbersHaveThreeDigits(value: Double, text: String) {
    #expect(NumberStyle.significant.text(value) == text)
  }

  @Test func intervalsStandBesideTheirNumbers() {
    let style = NumberStyle.share
    #expect(style.text(Estimate(0.742, low: 0.701, high: 0.781)) == ".742 [.701, .781]")
    #expect(style.text(Estimate(0.742)) == ".742")
    #expect(style.text(Estimate(nil, low: 0, high: 1)) == "–")
    #expect(style.signed(0.25) == "+.250")
    #expect(style.signed(-0.25) == "−.250")
    #expect(style.signed(nil) == "–")
  }

  @Test(arguments: [(950, "950"), (20_000, "20k"), (22_713_216, "22.7M"), (999_999, "1M")])
  func parametersAreCounted(count: Int, text: String) { #expect(countText(count) == text) }

  static let table = TextTable(
    columns: [.init("name"), .init("value", isNumeric: true)],
    rows: [
      [.init("größer"), .init(".5", detail: "[.4, .6]", emphasis: .strong)],
      [.init("日本"), .init("10", emphasis: .warning)],
    ])

  @Test func columnsAreAlignedOnATerminal() {
    let lines = Self.table.terminal().split(separator: "\n").map { displayWidth(String($0)) }
    #expect(lines.max() == lines.min())
    #expect(lines.count == 4)
    #expect(!Self.table.terminal().contains("\u{1B}"))
    #expect(Self.table.terminal(colours: true).contains("\u{1B}[33m10\u{1B}[0m"))
  }

  @Test func detailsGoBelowWhereTheTerminalIsNarrow() {
    let lines = Self.table.terminal(width: 16).split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[3].hasSuffix("[.4, .6]"))
  }

  @Test func markdownIsOneLinePerRow() {
    #expect(
      Self.table.markdown()
        == "| name | value |\n| :-- | --: |\n| größer | .5 [.4, .6] |\n| 日本 | 10 |\n")
    #expect(markdownCell("a|b\nc_d") == "a\\|b c\\_d")
  }

  @Test func aScoreTakesTheIntervalOverAllSeedsFirst() throws {
    var run = Samples.run(supervisors: 1, students: 2, hasCurves: false)
    let row = try #require(run.pgr.last)
    let envelope = run.scores.student(row)
    let score = try #require(row.studentScore)
    #expect(abs((envelope.low ?? 0) - (score - 0.016)) < 1e-12)
    #expect(abs((envelope.high ?? 0) - (score + 0.016)) < 1e-12)
    #expect(envelope.examples == 872 && envelope.seeds == 3)
    run.results.append(
      ResultRow(
        experiment: "sst2", task: "sst2", method: row.method, supervisor: row.supervisor,
        student: row.student, seed: nil, split: "test", metric: "accuracy", value: score,
        ciLow: 0.1, ciHigh: 0.9, n: 872))
    #expect(run.scores.student(row).low == 0.1)
  }
}
