/// The difference between two methods for one supervisor and student: a row of `comparisons.csv`.
///
///     difference = score(first) − score(second)
///
/// of the means over the seeds that both have, paired by example and by seed; losses change sign, so
/// that above zero `first` is better.
package struct ComparisonRow: Codable, Sendable, Equatable {
  package var experiment: String
  package var task: String
  package var supervisor: String
  package var student: String
  /// The method that is judged.
  package var first: String
  /// What it is compared with: the first method of the experiment, or its matched control.
  package var second: String
  package var metric: String
  package var difference: Double
  /// Ends of the interval: paired bootstrap over test examples and seeds.
  package var ciLow: Double
  package var ciHigh: Double
  /// Two-sided, for no difference.
  package var p: Double
  /// `p` after Holm's correction over all rows of the file.
  package var pHolm: Double
  /// Number of test examples; where each seed has its own, of all seeds together.
  package var n: Int
  package var seeds: Int

  /// The names of the columns, in JSON too.
  private enum CodingKeys: String, CodingKey {
    case experiment, task, supervisor, student, first, second, metric, difference, p, n, seeds
    case ciLow = "ci_low"
    case ciHigh = "ci_high"
    case pHolm = "p_holm"
  }

  package init(
    experiment: String, task: String, supervisor: String, student: String, first: String,
    second: String, metric: String, difference: Double, ciLow: Double, ciHigh: Double, p: Double,
    pHolm: Double, n: Int, seeds: Int
  ) {
    self.experiment = experiment
    self.task = task
    self.supervisor = supervisor
    self.student = student
    self.first = first
    self.second = second
    self.metric = metric
    self.difference = difference
    self.ciLow = ciLow
    self.ciHigh = ciHigh
    self.p = p
    self.pHolm = pHolm
    self.n = n
    self.seeds = seeds
  }

  /// Whether the difference stands after the correction: readers are asked to accept one wrong
  /// "differs" in a twentieth of all files.
  package var isShown: Bool { pHolm < 0.05 }
}

extension ComparisonRow: CSVRecord {
  package static let columns = [
    "experiment", "task", "supervisor", "student", "first", "second", "metric", "difference",
    "ci_low", "ci_high", "p", "p_holm", "n", "seeds",
  ]

  package var fields: [String] {
    [experiment, task, supervisor, student, first, second, metric]
      + [difference, ciLow, ciHigh, p, pHolm].map { exactDecimal($0) } + [String(n), String(seeds)]
  }

  package init(_ row: CSVRow) throws(CSVError) {
    self.init(
      experiment: row.text("experiment"), task: row.text("task"),
      supervisor: row.text("supervisor"), student: row.text("student"), first: row.text("first"),
      second: row.text("second"), metric: row.text("metric"),
      difference: try row.number("difference"), ciLow: try row.number("ci_low"),
      ciHigh: try row.number("ci_high"), p: try row.number("p"), pHolm: try row.number("p_holm"),
      n: try row.integer("n"), seeds: try row.integer("seeds"))
  }
}
