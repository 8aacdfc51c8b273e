/// What one cell group (supervisor × student × method, over all seeds) recovered of its gap: a row
/// of `pgr.csv`.
///
///     pgr = (student_score − supervisor_score) / (ceiling_score − supervisor_score)
///
/// of the means over seeds; never clipped. Where the score is a loss both differences change sign
/// and the quotient stays.
package struct PGRRow: Codable, Sendable, Equatable {
  package var experiment: String
  package var task: String
  package var method: String
  package var supervisor: String
  package var student: String
  /// Number of seeds.
  package var seeds: Int
  package var supervisorScore: Double?
  package var studentScore: Double?
  package var ceilingScore: Double?
  package var pgr: Double?
  /// Ends of the 95 % paired-bootstrap interval over test examples and seeds.
  package var pgrLow: Double?
  package var pgrHigh: Double?
  /// Share of test examples on which student and supervisor agree: all, those that the supervisor
  /// gets right, those that it gets wrong.
  package var agreement: Double?
  package var agreementRight: Double?
  package var agreementWrong: Double?
  /// Why the PGR means nothing (`gap too small`, `ceiling below supervisor`); empty or `ok` if it
  /// means something.
  package var verdict: String

  /// The names of the columns, in JSON too.
  private enum CodingKeys: String, CodingKey {
    case experiment, task, method, supervisor, student, seeds, pgr, agreement, verdict
    case supervisorScore = "supervisor_score"
    case studentScore = "student_score"
    case ceilingScore = "ceiling_score"
    case pgrLow = "pgr_low"
    case pgrHigh = "pgr_high"
    case agreementRight = "agreement_right"
    case agreementWrong = "agreement_wrong"
  }

  package init(
    experiment: String, task: String, method: String, supervisor: String, student: String,
    seeds: Int, supervisorScore: Double?, studentScore: Double?, ceilingScore: Double?,
    pgr: Double?, pgrLow: Double? = nil, pgrHigh: Double? = nil, agreement: Double? = nil,
    agreementRight: Double? = nil, agreementWrong: Double? = nil, verdict: String = ""
  ) {
    self.experiment = experiment
    self.task = task
    self.method = method
    self.supervisor = supervisor
    self.student = student
    self.seeds = seeds
    self.supervisorScore = finite(supervisorScore)
    self.studentScore = finite(studentScore)
    self.ceilingScore = finite(ceilingScore)
    self.pgr = finite(pgr)
    self.pgrLow = finite(pgrLow)
    self.pgrHigh = finite(pgrHigh)
    self.agreement = finite(agreement)
    self.agreementRight = finite(agreementRight)
    self.agreementWrong = finite(agreementWrong)
    self.verdict = verdict
  }

  /// Whether the PGR is a number and its verdict lets it mean something.
  package var isReliable: Bool { pgr != nil && (verdict.isEmpty || verdict == "ok") }
}

extension PGRRow: CSVRecord {
  package static let columns = [
    "experiment", "task", "method", "supervisor", "student", "seeds", "supervisor_score",
    "student_score", "ceiling_score", "pgr", "pgr_low", "pgr_high", "agreement",
    "agreement_right", "agreement_wrong", "verdict",
  ]

  package var fields: [String] {
    let numbers = [
      supervisorScore, studentScore, ceilingScore, pgr, pgrLow, pgrHigh, agreement,
      agreementRight, agreementWrong,
    ]
    return [experiment, task, method, supervisor, student, String(seeds)]
      + numbers.map(exactDecimal) + [verdict]
  }

  package init(_ row: CSVRow) throws(CSVError) {
    self.init(
      experiment: row.text("experiment"), task: row.text("task"), method: row.text("method"),
      supervisor: row.text("supervisor"), student: row.text("student"),
      seeds: try row.integer("seeds"),
      supervisorScore: try row.optionalNumber("supervisor_score"),
      studentScore: try row.optionalNumber("student_score"),
      ceilingScore: try row.optionalNumber("ceiling_score"), pgr: try row.optionalNumber("pgr"),
      pgrLow: try row.optionalNumber("pgr_low"), pgrHigh: try row.optionalNumber("pgr_high"),
      agreement: try row.optionalNumber("agreement"),
      agreementRight: try row.optionalNumber("agreement_right"),
      agreementWrong: try row.optionalNumber("agreement_wrong"), verdict: row.text("verdict"))
  }
}
