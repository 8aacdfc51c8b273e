/// What a score is: its metric in `results.csv`, its direction, and how it is written.
package struct ScoreMeasure: Codable, Sendable, Equatable {
  package var metric: String
  package var lowerIsBetter: Bool
  package var style: NumberStyle

  package init(_ metric: String, lowerIsBetter: Bool = false, style: NumberStyle? = nil) {
    self.metric = metric
    self.lowerIsBetter = lowerIsBetter
    self.style = style ?? (lowerIsBetter ? .significant : .share)
  }

  /// The metric as a word: `cross_entropy` is *cross entropy*.
  var words: String { metric.replacing("_", with: " ") }
}

/// A model of the ladder and its size.
package struct LadderModel: Codable, Sendable, Equatable {
  package var name: String
  package var parameters: Int?

  package init(_ name: String, parameters: Int? = nil) {
    self.name = name
    self.parameters = parameters
  }
}

/// Everything measured by one run: what reports, figures and summaries are made of.
package struct RunResults: Sendable, Equatable {
  package var experiment: String
  package var measure: ScoreMeasure
  /// Weak to strong. Names that only rows mention follow in the order of the rows.
  package var ladder: [LadderModel]
  package var pgr: [PGRRow]
  package var results: [ResultRow]
  package var curves: [CurveRow]

  package init(
    experiment: String, measure: ScoreMeasure, ladder: [LadderModel], pgr: [PGRRow],
    results: [ResultRow] = [], curves: [CurveRow] = []
  ) {
    self.experiment = experiment
    self.measure = measure
    self.ladder = ladder
    self.pgr = pgr
    self.results = results
    self.curves = curves
  }

  /// The split that every shown score was measured on.
  static let split = "test"

  package var tasks: [String] { distinct(pgr.map(\.task)) }

  func only(task: String) -> RunResults {
    var part = self
    part.pgr = pgr.filter { $0.task == task }
    part.results = results.filter { $0.task == task }
    part.curves = curves.filter { $0.task == task }
    return part
  }

  var methods: [String] { distinct(pgr.map(\.method)) }
  var supervisors: [String] { inLadderOrder(distinct(pgr.map(\.supervisor))) }
  var students: [String] { inLadderOrder(distinct(pgr.map(\.student))) }

  func parameters(of model: String) -> Int? {
    ladder.first { $0.name == model }?.parameters
  }

  func inLadderOrder(_ names: [String]) -> [String] {
    let ladderNames = distinct(ladder.map(\.name))
    let known = ladderNames.filter(names.contains)
    // Supervisors from outside the ladder (imported labels) come first: the weakest by assumption.
    return names.filter { !ladderNames.contains($0) } + known
  }

  // MARK: - Scores with their uncertainty

  func studentScore(_ row: PGRRow) -> Estimate {
    estimate(
      row.studentScore, metric: measure.metric, method: row.method, supervisor: row.supervisor,
      student: row.student, seeds: row.seeds)
  }

  func supervisorScore(_ row: PGRRow) -> Estimate {
    estimate(
      row.supervisorScore, metric: measure.metric, method: ResultRow.supervisorMethod,
      supervisor: row.supervisor, student: "", seeds: row.seeds)
  }

  func ceilingScore(_ row: PGRRow) -> Estimate {
    estimate(
      row.ceilingScore, metric: measure.metric, method: ResultRow.ceilingMethod, supervisor: "",
      student: row.student, seeds: row.seeds)
  }

  func pgrEstimate(_ row: PGRRow) -> Estimate {
    Estimate(
      row.pgr, low: row.pgrLow, high: row.pgrHigh, examples: studentScore(row).examples,
      seeds: row.seeds)
  }

  /// `metric` is `agreement`, `agreement_right` or `agreement_wrong`.
  func agreement(_ row: PGRRow, _ value: Double?, metric: String) -> Estimate {
    estimate(
      value, metric: metric, method: row.method, supervisor: row.supervisor,
      student: row.student, seeds: row.seeds)
  }

  /// `value` with the interval of the row over all seeds; without such a row, from the lowest to
  /// the highest end of the intervals of the single seeds (their values where they have none).
  private func estimate(
    _ value: Double?, metric: String, method: String, supervisor: String, student: String,
    seeds: Int
  ) -> Estimate {
    let rows = results.filter {
      $0.metric == metric && $0.method == method && $0.supervisor == supervisor
        && $0.student == student && $0.split == Self.split
    }
    let examples = rows.compactMap(\.n).first
    if let whole = rows.first(where: { $0.seed == nil && $0.ciLow != nil }) {
      return Estimate(
        value ?? whole.value, low: whole.ciLow, high: whole.ciHigh, examples: whole.n ?? examples,
        seeds: seeds)
    }
    let single = rows.filter { $0.seed != nil }
    let isOneBareNumber = single.count == 1 && single[0].ciLow == nil
    return Estimate(
      value, low: isOneBareNumber ? nil : single.compactMap { $0.ciLow ?? $0.value }.min(),
      high: isOneBareNumber ? nil : single.compactMap { $0.ciHigh ?? $0.value }.max(),
      examples: examples, seeds: seeds)
  }
}

/// Whether a method's name says that it looked at ground truth it should not have: selection by
/// ground-truth validation, or an oracle filter.
package func isOracle(_ method: String) -> Bool {
  method.contains("ground-truth-validation") || method.contains("oracle")
}

/// What stands beside an oracle wherever it is shown.
package let oracleMark = "(oracle)"

func marked(_ method: String) -> String {
  isOracle(method) && !method.contains("oracle") ? "\(method) \(oracleMark)" : method
}

/// The elements of `values`, each once, in the order of their first appearance.
func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
  var seen: Set<Value> = []
  return values.filter { seen.insert($0).inserted }
}
