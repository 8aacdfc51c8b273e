import Foundation
import Testing

@testable import Reporting

@Suite struct ReportTests {
  func run(_ rows: [(Double?, Double?, Double?, String)], seeds: Int = 3) -> RunResults {
    RunResults(
      experiment: "e", measure: ScoreMeasure("accuracy"), ladder: [],
      pgr: rows.enumerated().map { index, row in
        PGRRow(
          experiment: "e", task: "t", method: "finetune", supervisor: "w\(index)", student: "s",
          seeds: seeds, supervisorScore: 0.5, studentScore: 0.6, ceilingScore: 0.7, pgr: row.0,
          pgrLow: row.1, pgrHigh: row.2, verdict: row.3)
      })
  }

  @Test func nothingIsConcludedFromNothing() {
    #expect(
      run([(-4, -90, 80, "gap too small"), (nil, nil, nil, "ceiling below supervisor")]).summary()
        == [
          "finetune: none of 2 pairs has a PGR that means anything (gap too small: 1, "
            + "ceiling below supervisor: 1). "
            + "Nothing can be concluded about weak-to-strong generalization."
        ])
    #expect(run([]).summary() == ["No cell has finished: there is nothing to conclude."])
  }

  @Test func anIntervalAroundZeroShowsNoDifference() {
    #expect(
      run([(0.3, -0.1, 0.7, "ok")]).summary() == [
        "finetune: PGR .300 [−.100, .700] for w0 → s (3 seeds). "
          + "The interval holds 0: no difference from the supervisor is shown."
      ])
    #expect(
      run([(-0.3, -0.5, -0.1, "")], seeds: 1).summary() == [
        "finetune: PGR −.300 [−.500, −.100] for w0 → s (1 seed). "
          + "The interval lies below 0: the student is worse than its supervisor. "
          + "One seed: the intervals leave out how much training runs differ."
      ])
  }

  @Test func severalPairsAreSummedUp() {
    let rows: [(Double?, Double?, Double?, String)] = [
      (0.2, 0.1, 0.3, ""), (0.6, 0.4, 0.8, ""), (0.1, -0.2, 0.3, ""), (9, -9, 99, "gap too small"),
    ]
    #expect(
      run(rows).summary() == [
        "finetune: PGR from .100 to .600, median .200, over 3 pairs; highest for w1 → s, "
          + ".600 [.400, .800] (3 seeds). The interval lies above 0 in 2 of 3, "
          + "and holds 0, so shows no difference, in 1. "
          + "1 further pair has no PGR that means anything (gap too small)."
      ])
  }

  @Test func oraclesAreMarkedEverywhere() {
    let report = SnapshotTests.report
    for text in [report.markdown(), report.html(), report.terminal()] {
      #expect(text.contains("(oracle)") && text.contains("Oracle: "))
    }
    #expect(report.figures.contains { $0.figure.svg().contains("(oracle)") })
    let plain = Report(title: "t", results: run([(0.3, 0.1, 0.5, "")]))
    #expect(plain.oracleNotice == nil)
    var selected = plain.results
    selected.oracleMethods = ["finetune"]
    let oracle = Report(title: "t", results: selected)
    #expect(oracle.markdown().contains("> Oracle: finetune looked at"))
    #expect(oracle.results.summary()[0].hasPrefix("finetune (oracle): PGR"))
    #expect(oracle.figures[0].figure.svg().contains("finetune (oracle)"))
  }

  @Test func filesHoldTheReportAndEveryFigure() {
    let report = Report(title: "t", results: Samples.run(methods: ["finetune", "confidence"]))
    let names = report.files().map(\.name)
    #expect(
      names == [
        "report.md", "report.html", "pgr.svg", "agreement.svg", "curves-finetune.svg",
        "curves-confidence.svg",
      ])
    for name in names.dropFirst(2) { #expect(report.markdown().contains("(\(name))")) }
    let html = report.html()
    #expect(html.components(separatedBy: "<svg").count == 5)
    #expect(!html.contains("http://") || !html.contains("src="))
  }

  @Test func differencesHaveIntervals() throws {
    let first = run([(0.2, 0.1, 0.4, "")]).pgr[0]
    let second = run([(0.5, 0.2, 0.6, "ok")]).pgr[0]
    let difference = try #require(Comparison.difference(first, second))
    #expect(abs((difference.value ?? 0) - 0.3) < 1e-12)
    #expect(abs((difference.low ?? 0) - (0.3 - (0.3 * 0.3 + 0.2 * 0.2).squareRoot())) < 1e-12)
    #expect(abs((difference.high ?? 0) - (0.3 + (0.1 * 0.1 + 0.1 * 0.1).squareRoot())) < 1e-12)
    var empty = second
    empty.verdict = "gap too small"
    #expect(Comparison.difference(first, empty) == nil)
    #expect(Comparison.difference(first, nil) == nil)
  }
}
