/// What students share with their supervisors, beside ceilings, which never saw their labels.
extension RunResults {
  /// Metrics that ``agreementTable(method:)``, ``errorTable(method:)`` and ``noiseTable(method:)`` show.
  static let relationMetrics =
    ["agreement", "agreement_right", "agreement_wrong"].flatMap { [$0, ceilingPrefix + $0] }
    + ["error_inheritance", "correction_rate", "new_error_rate"]
    .flatMap { [$0, ceilingPrefix + $0] }
    + ["excess_error_inheritance", "excess_agreement_wrong"]
    + noiseMetrics

  /// Before a measure of student and supervisor that is the ceiling's.
  package static let ceilingPrefix = "ceiling_"
  /// Before a measure: the student's minus the ceiling's.
  package static let excessPrefix = "excess_"
  /// Scores of the student between seeds: standard deviation, that of the mean; and the smallest PGR
  /// that the seeds tell from zero.
  package static let noiseMetrics = [
    "noise_floor_sd", "noise_floor_se", "smallest_detectable_pgr",
  ]

  /// Agreement of student and supervisor: all, where the supervisor is right, where it is wrong,
  /// beside that of the ceiling where it was measured. `nil` if nothing of it was.
  package func agreementTable(method: String) -> TextTable? {
    let metrics = [
      ("agreement", "agreement"), ("agreement_right", "supervisor right"),
      ("agreement_wrong", "supervisor wrong"),
      ("ceiling_agreement_right", "ceiling, supervisor right"),
      ("ceiling_agreement_wrong", "ceiling, supervisor wrong"),
    ]
    return table(metrics, pgr.filter { $0.method == method && $0.agreement != nil })
  }

  /// Which errors the student makes: of the supervisor's those that it repeats and corrects, those of
  /// its own; each beside the ceiling's. `nil` where it was not measured.
  package func errorTable(method: String) -> TextTable? {
    let metrics = [
      ("error_inheritance", "errors inherited"), ("ceiling_error_inheritance", "ceiling"),
      ("excess_error_inheritance", "excess"), ("correction_rate", "errors corrected"),
      ("ceiling_correction_rate", "ceiling"), ("new_error_rate", "new errors"),
      ("ceiling_new_error_rate", "ceiling"),
    ]
    let known = Set(results.filter { $0.method == method }.map(\.metric))
    guard known.contains("error_inheritance") else { return nil }
    return table(metrics, pgr.filter { $0.method == method })
  }

  /// Between seeds: how far scores differ, and which PGRs that leaves indistinguishable from zero.
  /// `nil` for one seed.
  package func noiseTable(method: String) -> TextTable? {
    let scores = scores
    let hasTasks = tasks.count > 1
    let rows = pgr.filter { $0.method == method }.compactMap { row in
      let noise = Self.noiseMetrics.map { scores.estimate(nil, row, metric: $0) }
      return noise[0].value == nil ? nil : (row: row, noise: noise)
    }
    guard !rows.isEmpty else { return nil }
    return TextTable(
      columns: (hasTasks ? [.init("task")] : []) + [
        .init("supervisor"), .init("student"), .init("n (seeds)", isNumeric: true),
        .init("score, standard deviation", isNumeric: true),
        .init("of the mean", isNumeric: true), .init("PGR", isNumeric: true),
        .init("smallest told from 0", isNumeric: true),
      ],
      rows: rows.map { row, noise in
        let smallest = noise[2].value
        let isHidden = smallest.map { abs(row.pgr ?? 0) < $0 } ?? true
        return (hasTasks ? [TextTable.Cell(row.task)] : [])
          + [
            .init(row.supervisor), .init(row.student), .init(String(row.seeds)),
            .init(NumberStyle.significant.text(noise[0].value)),
            .init(NumberStyle.significant.text(noise[1].value)),
            .init(
              row.isReliable
                ? NumberStyle.share.text(row.pgr) : "(\(NumberStyle.share.text(row.pgr)))",
              emphasis: isHidden || !row.isReliable ? .faint : .plain),
            .init(NumberStyle.share.text(smallest), emphasis: isHidden ? .warning : .plain),
          ]
      })
  }

  /// Measures of the students with their intervals, a row per pair; those that no pair has are left
  /// out.
  private func table(_ metrics: [(name: String, title: String)], _ rows: [PGRRow]) -> TextTable? {
    let scores = scores
    let hasTasks = tasks.count > 1
    let estimates = rows.map { row in
      metrics.map { metric in
        scores.estimate(row.agreementMeasure(metric.name), row, metric: metric.name)
      }
    }
    let shown = metrics.indices.filter { index in
      estimates.contains { $0[index].value != nil }
    }
    guard !rows.isEmpty, !shown.isEmpty else { return nil }
    return TextTable(
      columns: (hasTasks ? [.init("task")] : [])
        + [.init("supervisor"), .init("student"), .init("n × seeds", isNumeric: true)]
        + shown.map { .init(metrics[$0].title, isNumeric: true) },
      rows: zip(rows, estimates).map { row, estimates in
        let examples = estimates.compactMap(\.examples).first ?? scores.student(row).examples
        return (hasTasks ? [TextTable.Cell(row.task)] : [])
          + [.init(row.supervisor), .init(row.student), sample(examples, row)]
          + shown.map { cell(estimates[$0], style: .share) }
      })
  }
}

extension PGRRow {
  /// What `pgr.csv` itself has of the measures of agreement.
  fileprivate func agreementMeasure(_ metric: String) -> Double? {
    switch metric {
    case "agreement": agreement
    case "agreement_right": agreementRight
    case "agreement_wrong": agreementWrong
    default: nil
    }
  }
}
