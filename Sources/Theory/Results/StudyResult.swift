import Reporting

/// What a study found: its claims, every number behind them, and the pictures.
package struct StudyResult: Sendable {
  package var study: String
  package var claims: [Claim]
  package var rows: [StudyRow]
  package var figures: [NamedFigure]

  package init(study: String, claims: [Claim], rows: [StudyRow], figures: [NamedFigure]) {
    self.study = study
    self.claims = claims
    self.rows = rows
    self.figures = figures
  }

  /// Whether no claim falls short.
  package var holds: Bool { claims.allSatisfy { $0.verdict != .fallsShort } }
}

/// One number of a study, tidy: at `variable` = `at`, the `metric` of a `series`.
package struct StudyRow: CSVRecord {
  package var study: String
  /// What was measured, for example `infinite student`, `theory`.
  package var series: String
  /// What is varied, for example `teacher width`.
  package var variable: String
  package var at: Double
  package var metric: String
  package var value: Double
  /// 95 % interval; the value itself where nothing was drawn.
  package var low: Double
  package var high: Double
  /// Draws behind the value; 0 for a closed form.
  package var count: Int

  package init(
    _ study: String, _ series: String, _ variable: String, at: Double, _ metric: String,
    _ estimate: Measured
  ) {
    self.study = study
    self.series = series
    self.variable = variable
    self.at = at
    self.metric = metric
    value = estimate.value
    low = estimate.low
    high = estimate.high
    count = estimate.count
  }

  /// The columns of `results.csv`.
  package static let columns = [
    "study", "series", "variable", "at", "metric", "value", "ci_low", "ci_high", "n",
  ]

  package var fields: [String] {
    [study, series, variable, "\(at)", metric, "\(value)", "\(low)", "\(high)", "\(count)"]
  }

  package init(_ row: CSVRow) throws(CSVError) {
    self.init(
      row.text("study"), row.text("series"), row.text("variable"), at: try row.number("at"),
      row.text("metric"),
      Measured(
        try row.number("value"), low: try row.number("ci_low"), high: try row.number("ci_high"),
        count: try row.integer("n")))
  }
}
