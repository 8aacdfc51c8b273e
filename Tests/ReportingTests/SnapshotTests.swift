import Foundation
import Reporting
import Testing

/// What people look at, pinned byte for byte. See `expectSnapshot` for how to record anew.
@Suite struct SnapshotTests {
  static let run = Samples.run(
    supervisors: 2, students: 3, methods: ["finetune", "finetune@ground-truth-validation"],
    hasCurves: false)

  static let report = Report(
    title: "sst2: weak to strong", results: run,
    facts: [.init("commit", "a191c91"), .init("models", "tiny | small | medium")],
    command: "w2s run Experiments/sst2.yaml --data Data", failures: ["cell 3: NaN at step 12"])

  @Test func scoreFigure() throws {
    let run = Samples.run(supervisors: 1, students: 2, hasCurves: false)
    try expectSnapshot(ScoreFigure.figures(of: run)[0].figure.svg(), "scores.svg")
  }

  @Test func curveFigure() throws {
    var run = Samples.run(supervisors: 1, students: 1)
    run.curves = run.curves.filter { $0.step.isMultiple(of: 200) }
    try expectSnapshot(CurveFigure.figures(of: run)[0].figure.svg(), "curves.svg")
  }

  @Test func agreementFigure() throws {
    try expectSnapshot(
      AgreementFigure.figures(of: Samples.whole())[0].figure.svg(), "agreement.svg")
  }

  @Test func curvesAgainstWeakLabels() throws {
    var run = Samples.whole(students: 1)
    run.curves = run.curves.filter { $0.step.isMultiple(of: 200) }
    try expectSnapshot(CurveFigure.figures(of: run)[0].figure.svg(), "curves-weak.svg")
  }

  @Test func learningCurves() throws {
    let figures = LearningCurveFigure.figures(of: Samples.pretraining)
    try expectSnapshot(figures[0].figure.svg(), "learning-curves.svg")
    try expectSnapshot(Samples.pretraining.files()[0].contents, "report-pretraining.md")
    try expectSnapshot(Samples.pretraining.terminal(), "report-pretraining.txt")
  }

  @Test func wholeReport() throws {
    let report = Report(title: "sst2", results: Samples.whole(students: 2))
    try expectSnapshot(report.markdown(), "report-whole.md")
  }

  @Test func theoryFigure() throws {
    let single = try #require(FigureSamples.theory.last)
    try expectSnapshot(single.1.svg(), "theory.svg")
  }

  @Test func markdown() throws {
    try expectSnapshot(Self.report.markdown(), "report.md")
  }

  @Test func terminal() throws {
    try expectSnapshot(Self.report.terminal(), "terminal.txt")
    try expectSnapshot(Self.report.terminal(colours: true, width: 90), "terminal-narrow.txt")
  }

  @Test func comparison() throws {
    let other = Samples.run(supervisors: 2, students: 2, methods: ["confidence", "finetune"]).pgr
    var second = other.map { row in
      var moved = row
      moved.method = row.method == "confidence" ? "finetune" : "new"
      moved.pgr = row.pgr.map { $0 + 0.4 }
      moved.pgrLow = row.pgrLow.map { $0 + 0.4 }
      moved.pgrHigh = row.pgrHigh.map { $0 + 0.4 }
      return moved
    }
    second.removeLast()
    let comparison = Comparison(
      Samples.run(supervisors: 2, students: 3).pgr, named: "before", second, named: "after")
    try expectSnapshot(
      comparison.note + "\n\n" + comparison.table().terminal() + "\n"
        + comparison.table().markdown(), "comparison.txt")
  }
}
