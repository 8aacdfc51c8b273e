import Testing

@testable import Reporting

@Suite struct MeasureTableTests {
  private func pgr(_ method: String, student: String = "l", score: Double = 0.7) -> PGRRow {
    PGRRow(
      experiment: "e", task: "t", method: method, supervisor: "s", student: student, seeds: 2,
      supervisorScore: 0.5, studentScore: score, ceilingScore: 0.9, pgr: (score - 0.5) / 0.4,
      agreement: 0.8, agreementRight: 0.9, agreementWrong: 0.6)
  }

  private func results(_ rows: [PGRRow], lowerIsBetter: Bool = false) -> RunResults {
    RunResults(
      experiment: "e",
      measure: ScoreMeasure(
        lowerIsBetter ? "squared_error" : "accuracy", lowerIsBetter: lowerIsBetter),
      ladder: [], pgr: rows)
  }

  private func row(
    _ method: String, _ metric: String, _ value: Double, supervisor: String = "s",
    student: String = "l"
  ) -> ResultRow {
    ResultRow(
      experiment: "e", task: "t", method: method, supervisor: supervisor, student: student,
      seed: nil, split: "test", metric: metric, value: value, ciLow: value - 0.1,
      ciHigh: value + 0.1, n: 100)
  }

  // MARK: Early stopping

  private func curve(_ seed: Int, _ values: [Double], set: String = CurveRow.test) -> [CurveRow] {
    values.enumerated().map { step, value in
      CurveRow(
        experiment: "e", task: "t", method: "finetune", supervisor: "s", student: "l", seed: seed,
        role: "student", step: step, fraction: Double(step) / 3, set: set, metric: "accuracy",
        value: value)
    }
  }

  @Test func selectionsStandSideBySide() throws {
    var run = results([
      pgr("finetune@final", score: 0.6), pgr("finetune@weak-validation", score: 0.65),
      pgr("finetune@ground-truth-validation"), pgr("confidence"),
    ])
    // Peaks .8 and .7; from there to the end .2 and .05. A higher value of another set is none.
    run.curves =
      curve(0, [0.5, 0.8, 0.75, 0.6]) + curve(1, [0.5, 0.6, 0.7, 0.65])
      + curve(0, [0.99, 0.99], set: CurveRow.validation)
    let tables = run.stoppingTables()
    #expect(tables.map(\.title) == ["Early stopping, finetune."])
    let table = try #require(tables.first).table
    #expect(
      table.columns.map(\.title) == [
        "supervisor", "student", "n × seeds", "final", "PGR", "weak-validation", "PGR",
        "ground-truth-validation (oracle)", "PGR", "peak (oracle on test, not selectable)",
        "lost from peak to end",
      ])
    #expect(
      table.rows.map { $0.map(\.text) } == [
        [
          "s", "l", "– × 2", ".600", ".250", ".650", ".375", ".700", ".500", ".750", ".125",
        ]
      ])
  }

  @Test func oneSelectionIsNoTable() {
    #expect(results([pgr("finetune"), pgr("confidence@final")]).stoppingTables().isEmpty)
  }

  @Test func thePeakOfALossIsItsLowestPoint() throws {
    var run = results(
      [pgr("finetune@final"), pgr("finetune@weak-validation")], lowerIsBetter: true)
    run.curves = curve(0, [4, 1, 2]).map {
      var row = $0
      row.metric = "squared_error"
      return row
    }
    let cells = try #require(run.stoppingTables().first?.table.rows.first).map(\.text)
    #expect(cells.suffix(2) == ["1.00", "1.00"])
  }

  // MARK: Methods compared

  private func comparison(
    _ first: String, _ difference: Double, _ pHolm: Double, student: String = "l"
  ) -> ComparisonRow {
    ComparisonRow(
      experiment: "e", task: "t", supervisor: "s", student: student, first: first,
      second: "finetune", metric: "accuracy", difference: difference, ciLow: difference - 0.01,
      ciHigh: difference + 0.01, p: pHolm / 2, pHolm: pHolm, n: 100, seeds: 2)
  }

  @Test func differencesAreSummedUp() throws {
    var run = results([pgr("finetune"), pgr("confidence"), pgr("shuffled")])
    #expect(run.comparisonTable() == nil && run.comparisonSentence() == nil)
    run.comparisons = [comparison("confidence", 0.02, 0.2)]
    #expect(
      run.comparisonSentence()
        == "methods: the only comparison shows no difference (p < .05 after Holm's correction).")
    run.comparisons += [
      comparison("confidence", 0.05, 0.004, student: "m"), comparison("shuffled", -0.2, 0.0001),
    ]
    #expect(
      run.comparisonSentence()
        == "methods (p < .05 after Holm's correction): confidence is better than finetune in 1 of 2; "
        + "shuffled is worse than finetune in 1 of 1.")
    #expect(run.summary().last == run.comparisonSentence())
    let table = try #require(run.comparisonTable())
    #expect(
      table.rows[2].map(\.whole) == [
        "shuffled", "finetune", "s", "l", "100 × 2", "−.200 [−.210, −.190]", "< .001", "< .001",
      ])
    #expect(table.rows.map { $0[5].text } == ["+.020", "+.050", "−.200"])
    run.comparisons[1].pHolm = 0.9
    run.comparisons.removeLast()
    #expect(
      run.comparisonSentence()
        == "methods: none of 2 comparisons shows a difference (p < .05 after Holm's correction).")
  }

  // MARK: Errors and noise

  @Test func errorsStandBesideTheCeilings() throws {
    var run = results([pgr("finetune")])
    #expect(run.errorTable(method: "finetune") == nil)
    #expect(run.agreementTable(method: "finetune")?.columns.count == 6)
    run.results = [
      row("finetune", "error_inheritance", 0.7), row("finetune", "ceiling_error_inheritance", 0.4),
      row("finetune", "excess_error_inheritance", 0.3), row("finetune", "brier", 0.2),
      row("finetune", "ceiling_agreement_wrong", 0.5),
    ]
    let table = try #require(run.errorTable(method: "finetune"))
    #expect(
      table.columns.map(\.title)
        == ["supervisor", "student", "n × seeds", "errors inherited", "ceiling", "excess"])
    #expect(table.rows[0].dropFirst(3).map(\.text) == [".700", ".400", ".300"])
    let agreement = try #require(run.agreementTable(method: "finetune"))
    #expect(agreement.columns.last?.title == "ceiling, supervisor wrong")
    #expect(agreement.rows[0].last?.whole == ".500 [.400, .600]")
    // What has a table of its own is not among the others.
    #expect(run.measuresTable(method: "finetune")?.columns.count == 4)
  }

  @Test func noiseHidesSmallPGRs() throws {
    var run = results([pgr("finetune"), pgr("finetune", student: "m")])
    #expect(run.noiseTable(method: "finetune") == nil)
    for (student, smallest) in [("l", 0.4), ("m", 0.6)] {
      for (metric, value) in zip(RunResults.noiseMetrics, [0.02, 0.0125, smallest]) {
        var row = row("finetune", metric, value, student: student)
        (row.ciLow, row.ciHigh, row.n) = (nil, nil, 2)
        run.results.append(row)
      }
    }
    let table = try #require(run.noiseTable(method: "finetune"))
    #expect(table.rows[0].map(\.text) == ["s", "l", "2", ".0200", ".0125", ".500", ".400"])
    #expect(table.rows.map { $0[6].emphasis } == [.plain, .warning])
  }

  // MARK: Models of a method's own

  @Test func aMethodsOwnCeilingComesFirst() {
    var run = results([pgr("probe@final"), pgr("finetune@final"), pgr("bootstrap@final")])
    func ceiling(_ method: String, _ value: Double) -> ResultRow {
      row(method, "accuracy", value, supervisor: "")
    }
    run.results = [
      ceiling("ceiling", 0.1), ceiling("ceiling@final", 0.2), ceiling("ceiling/probe", 0.3),
      row("supervisor", "accuracy", 0.5, student: ""),
      row("supervisor/probe", "accuracy", 0.6, student: ""),
      row("supervisor", "accuracy", 0.7, student: "m"),
    ]
    func names() -> [String] { run.pgr.map { run.scores.ceilingName($0) } }
    #expect(names() == ["ceiling/probe", "ceiling@final", "ceiling@final"])
    #expect(run.scores.ceiling(run.pgr[0]).low == 0.3 - 0.1)
    run.results.append(ceiling("ceiling/probe@final", 0.4))
    #expect(names()[0] == "ceiling/probe@final")
    #expect(run.scores.supervisor(run.pgr[0]).low == 0.6 - 0.1)
    #expect(run.scores.supervisor(run.pgr[1]).low == 0.5 - 0.1)
    // A supervisor that depends on the student has a row for each.
    #expect(run.scores.supervisor(pgr("finetune", student: "m")).low == 0.7 - 0.1)
  }

  @Test func anOracleIsOneWithEverySelection() {
    var run = results([
      pgr("filtered@final"), pgr("filtered@weak-validation"), pgr("finetune@final"),
    ])
    run.oracleMethods = ["filtered"]
    #expect(run.methods.map(run.isOracle) == [true, true, false])
    #expect(run.stoppingTables().map(\.title) == ["Early stopping, filtered (oracle)."])
    run.comparisons = [comparison("filtered@final", 0.1, 0.001)]
    #expect(run.comparisonTable()?.rows[0][0].whole == "filtered@final (oracle)")
    #expect(run.comparisonSentence()?.contains("filtered@final (oracle) is better") == true)
    let other = Comparison(run.pgr, named: "a", run.pgr, named: "b", oracleMethods: ["filtered"])
    #expect(other.table().rows.map { $0[0].detail } == ["(oracle)", "(oracle)", nil])
  }
}
