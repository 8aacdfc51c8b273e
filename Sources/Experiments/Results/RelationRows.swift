import Reporting
import WeakToStrong

/// The rows of `results.csv` that relate a student to its supervisor and its ceiling: gap, gain, PGR,
/// agreement and errors, seed by seed and over all seeds.
struct RelationRows {
  private let builder: TaskResults
  private let group: CellGroup
  private let recovery: Recovery

  init(_ builder: TaskResults, _ group: CellGroup, _ recovery: Recovery) {
    self.builder = builder
    self.group = group
    self.recovery = recovery
  }

  func rows() throws -> [ResultRow] {
    var rows: [ResultRow] = []
    var (students, gains): ([Double], [Double]) = ([], [])
    for cell in group.cells {
      let reader = builder.predictions
      func read(_ role: Cell.Role) throws -> Predictions {
        try reader.predictions(role.test, of: cell.task, on: .test)
      }
      let (supervisor, student) = (try read(cell.supervisorRole), try read(cell.studentRole))
      let ceiling = try read(cell.ceilingRole)
      let scores = [supervisor, student, ceiling].compactMap(builder.score.value)
      guard scores.count == 3 else { continue }
      let sign = builder.score.orientation
      let (gain, gap) = (sign * (scores[1] - scores[0]), sign * (scores[2] - scores[0]))
      students.append(scores[1])
      gains.append(gain)
      func add(_ metric: String, _ value: Double?) {
        rows.append(row(metric, seed: cell.seed, value: value, count: student.count))
      }
      add("gap", gap)
      add("gain", gain)
      add("pgr", gap == 0 ? nil : gain / gap)
      if builder.score.isLoss { add("loss_ratio", scores[0] == 0 ? nil : scores[1] / scores[0]) }
      for measure in AgreementMeasure.allCases {
        let own = measure.value(student: student, supervisor: supervisor)
        let control =
          measure.isOfCeilings ? measure.value(student: ceiling, supervisor: supervisor) : nil
        if let own { add(measure.columnName, own) }
        if let control { add(RunResults.ceilingPrefix + measure.columnName, control) }
        guard measure.countsSharedErrors, let own, let control else { continue }
        add(RunResults.excessPrefix + measure.columnName, own - control)
      }
    }
    return rows + overSeeds() + noise(students: students, gains: gains)
  }

  private func overSeeds() -> [ResultRow] {
    func row(_ metric: String, _ estimate: WeakToStrong.Estimate?) -> ResultRow {
      self.row(
        metric, seed: nil, value: estimate?.value, low: estimate?.low, high: estimate?.high,
        count: recovery.examples)
    }
    var rows = [
      row("gap", recovery.gap), row("gain", recovery.gain), row("pgr", recovery.pgr),
      self.row(
        "pgr_mean_over_seeds", seed: nil, value: recovery.pgrMeanOverSeeds,
        count: recovery.examples),
      row("outperformance_ratio", recovery.outperformanceRatio),
    ]
    if recovery.metric.isLoss {
      let supervisor = recovery.supervisor.value
      rows.append(
        self.row(
          "loss_ratio", seed: nil,
          value: supervisor == 0 ? nil : recovery.student.value / supervisor,
          count: recovery.examples))
    }
    let measures = [
      ("", recovery.agreement), (RunResults.ceilingPrefix, recovery.ceilingAgreement),
      (RunResults.excessPrefix, recovery.excess),
    ]
    for measure in AgreementMeasure.allCases {
      for (prefix, estimates) in measures {
        guard let estimate = estimates[measure] else { continue }
        rows.append(row(prefix + measure.columnName, estimate))
      }
    }
    return rows
  }

  /// What the seeds alone do to the student's score; n is their number.
  private func noise(students: [Double], gains: [Double]) -> [ResultRow] {
    guard let floor = NoiseFloor(scores: students) else { return [] }
    let smallest = NoiseFloor.smallestDetectablePGR(
      gains: gains, gap: recovery.gap.value,
      confidence: builder.experiment.statistics.confidence)
    return zip(
      RunResults.noiseMetrics, [floor.standardDeviation, floor.standardError, smallest]
    ).map { row($0, seed: nil, value: $1, count: floor.seeds) }
  }

  private func row(
    _ metric: String, seed: Int?, value: Double?, low: Double? = nil, high: Double? = nil,
    count: Int
  ) -> ResultRow {
    ResultRow(
      experiment: builder.experiment.name, task: builder.experiment.taskName,
      method: group.key.method, supervisor: group.key.supervisor, student: group.key.student,
      seed: seed, split: "test", metric: metric, value: value, ciLow: low, ciHigh: high, n: count)
  }
}
