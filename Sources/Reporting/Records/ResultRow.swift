/// One measured number of one cell: a row of `results.csv`.
///
/// Models trained on ground truth have rows of their own under the reserved methods
/// ``supervisorMethod`` (`student` empty, unless it depends on the student) and ``ceilingMethod``
/// (`supervisor` empty); those that a method shapes for itself as `supervisor/METHOD` and `ceiling/METHOD`.
package struct ResultRow: Codable, Sendable, Equatable {
  package static let supervisorMethod = "supervisor"
  package static let ceilingMethod = "ceiling"

  package var experiment: String
  package var task: String
  package var method: String
  package var supervisor: String
  package var student: String
  /// `nil` for a number over all seeds.
  package var seed: Int?
  package var split: String
  package var metric: String
  /// `nil` where the measure is undefined (AUROC of one class, for example).
  package var value: Double?
  /// Ends of the 95 % interval.
  package var ciLow: Double?
  package var ciHigh: Double?
  /// Number of examples behind `value`; of measures of noise between seeds the number of seeds.
  package var n: Int?

  /// The names of the columns, in JSON too.
  private enum CodingKeys: String, CodingKey {
    case experiment, task, method, supervisor, student, seed, split, metric, value, n
    case ciLow = "ci_low"
    case ciHigh = "ci_high"
  }

  package init(
    experiment: String, task: String, method: String, supervisor: String, student: String,
    seed: Int?, split: String, metric: String, value: Double?, ciLow: Double? = nil,
    ciHigh: Double? = nil, n: Int? = nil
  ) {
    self.experiment = experiment
    self.task = task
    self.method = method
    self.supervisor = supervisor
    self.student = student
    self.seed = seed
    self.split = split
    self.metric = metric
    self.value = finite(value)
    self.ciLow = finite(ciLow)
    self.ciHigh = finite(ciHigh)
    self.n = n
  }
}

extension ResultRow: CSVRecord {
  package static let columns = [
    "experiment", "task", "method", "supervisor", "student", "seed", "split", "metric", "value",
    "ci_low", "ci_high", "n",
  ]

  package var fields: [String] {
    [
      experiment, task, method, supervisor, student, seed.map(String.init) ?? "", split, metric,
      exactDecimal(value), exactDecimal(ciLow), exactDecimal(ciHigh), n.map(String.init) ?? "",
    ]
  }

  package init(_ row: CSVRow) throws(CSVError) {
    self.init(
      experiment: row.text("experiment"), task: row.text("task"), method: row.text("method"),
      supervisor: row.text("supervisor"), student: row.text("student"),
      seed: try row.optionalInteger("seed"), split: row.text("split"),
      metric: row.text("metric"), value: try row.optionalNumber("value"),
      ciLow: try row.optionalNumber("ci_low"), ciHigh: try row.optionalNumber("ci_high"),
      n: try row.optionalInteger("n"))
  }
}
