/// One evaluation during the training of one model: a row of `curves.csv`, a line of
/// `metrics.jsonl`.
///
/// A set of examples is scored against ground truth (``test``, ``validation``) and, where the model learns
/// from weak labels, against those of the same examples (``weakTest``, ``weakValidation``): its accuracy
/// there is the agreement with the supervisor, which ``agreementRight`` and ``agreementWrong`` split by
/// whether the weak label is right.
package struct CurveRow: Codable, Sendable, Equatable {
  /// `set` of a score on test examples against ground truth.
  package static let test = "test"
  /// `set` of a score on validation examples against ground truth.
  package static let validation = "validation"
  /// `set` of a score on validation examples against weak labels.
  package static let weakValidation = "weak-validation"
  /// `set` of a score on test examples against weak labels.
  package static let weakTest = "weak-test"
  /// For a set against ground truth, that against weak labels.
  package static let weakSets = [test: weakTest, validation: weakValidation]

  /// `metric` of the share of examples on which the model answers as the weak label does, among
  /// those that the weak label gets right, and wrong.
  package static let agreementRight = "agreement_right"
  package static let agreementWrong = "agreement_wrong"

  package var experiment: String
  package var task: String
  package var method: String
  package var supervisor: String
  package var student: String
  package var seed: Int
  /// `supervisor`, `student` or `ceiling`: which model of the trio is trained.
  package var role: String
  package var step: Int
  /// Share of training done, 0…1.
  package var fraction: Double
  package var set: String
  package var metric: String
  /// `nil` where the measure is undefined.
  package var value: Double?
  /// The selections (`final`, `weak-validation`, `ground-truth-validation`) that picked this step.
  package var selected: [String]

  package init(
    experiment: String, task: String, method: String, supervisor: String, student: String,
    seed: Int, role: String, step: Int, fraction: Double, set: String, metric: String,
    value: Double?, selected: [String] = []
  ) {
    self.experiment = experiment
    self.task = task
    self.method = method
    self.supervisor = supervisor
    self.student = student
    self.seed = seed
    self.role = role
    self.step = step
    self.fraction = fraction
    self.set = set
    self.metric = metric
    self.value = finite(value)
    self.selected = selected
  }
}

extension CurveRow: CSVRecord {
  package static let columns = [
    "experiment", "task", "method", "supervisor", "student", "seed", "role", "step", "fraction",
    "set", "metric", "value", "selected",
  ]

  package var fields: [String] {
    [
      experiment, task, method, supervisor, student, String(seed), role, String(step),
      exactDecimal(fraction), set, metric, exactDecimal(value), selected.joined(separator: " "),
    ]
  }

  package init(_ row: CSVRow) throws(CSVError) {
    self.init(
      experiment: row.text("experiment"), task: row.text("task"), method: row.text("method"),
      supervisor: row.text("supervisor"), student: row.text("student"),
      seed: try row.integer("seed"), role: row.text("role"), step: try row.integer("step"),
      fraction: try row.number("fraction"), set: row.text("set"), metric: row.text("metric"),
      value: try row.optionalNumber("value"),
      selected: row.text("selected").split(separator: " ").map(String.init))
  }
}
