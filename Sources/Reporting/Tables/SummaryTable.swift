/// The tables that a run is summed up in.
extension RunResults {
  /// One row per cell group: scores, PGR and agreement with intervals and sample sizes, and the
  /// verdict. `method` keeps one method only.
  package func summaryTable(method: String? = nil) -> TextTable {
    let rows = pgr.filter { method == nil || $0.method == method }
    let hasTasks = tasks.count > 1
    let scores = scores
    let hasAgreement = rows.contains { $0.agreement != nil }
    let hasVerdicts = rows.contains { !$0.isReliable }
    var columns: [TextTable.Column] = []
    if hasTasks { columns.append(.init("task")) }
    if method == nil { columns.append(.init("method")) }
    columns += [
      .init("supervisor"), .init("student"), .init("n × seeds", isNumeric: true),
      .init("supervisor score", isNumeric: true), .init("student score", isNumeric: true),
      .init("ceiling score", isNumeric: true), .init("PGR", isNumeric: true),
    ]
    if hasAgreement { columns.append(.init("agreement", isNumeric: true)) }
    if hasVerdicts { columns.append(.init("verdict")) }
    return TextTable(
      columns: columns,
      rows: rows.map { row in
        var cells: [TextTable.Cell] = []
        if hasTasks { cells.append(.init(row.task)) }
        if method == nil {
          cells.append(
            .init(
              row.method, detail: marked(row.method) == row.method ? nil : oracleMark,
              emphasis: isOracle(row.method) ? .faint : .plain))
        }
        let student = scores.student(row)
        cells += [
          .init(row.supervisor), .init(row.student),
          sample(student.examples, row),
          cell(scores.supervisor(row)), cell(student), cell(scores.ceiling(row)),
          pgrCell(row, scores.pgr(row)),
        ]
        if hasAgreement {
          cells.append(
            cell(scores.estimate(row.agreement, row, metric: "agreement"), style: .share))
        }
        if hasVerdicts {
          cells.append(
            row.isReliable
              ? .init("ok")
              : .init(row.verdict.isEmpty ? "undefined" : row.verdict, emphasis: .warning))
        }
        return cells
      })
  }

  /// Agreement of student and supervisor: all, where the supervisor is right, where it is wrong.
  /// `nil` if nothing of it was measured.
  package func agreementTable(method: String) -> TextTable? {
    let rows = pgr.filter { $0.method == method && $0.agreement != nil }
    guard !rows.isEmpty else { return nil }
    let hasTasks = tasks.count > 1
    let scores = scores
    let columns: [TextTable.Column] =
      (hasTasks ? [.init("task")] : []) + [
        .init("supervisor"), .init("student"), .init("n × seeds", isNumeric: true),
        .init("agreement", isNumeric: true), .init("supervisor right", isNumeric: true),
        .init("supervisor wrong", isNumeric: true),
      ]
    return TextTable(
      columns: columns,
      rows: rows.map { row in
        let measures = [
          ("agreement", row.agreement), ("agreement_right", row.agreementRight),
          ("agreement_wrong", row.agreementWrong),
        ]
        let estimates = measures.map { scores.estimate($1, row, metric: $0) }
        let examples = estimates[0].examples ?? scores.student(row).examples
        return (hasTasks ? [TextTable.Cell(row.task)] : [])
          + [
            .init(row.supervisor), .init(row.student),
            sample(examples, row),
          ] + estimates.map { cell($0, style: .share) }
      })
  }

  /// Every other measure of the students on test examples. `nil` if there is none.
  package func measuresTable(method: String) -> TextTable? {
    let rows = pgr.filter { $0.method == method }
    let shown = [measure.metric, "agreement", "agreement_right", "agreement_wrong"]
    let metrics = distinct(
      results.filter { $0.method == method && $0.split == Self.split && !shown.contains($0.metric) }
        .map(\.metric))
    guard !rows.isEmpty, !metrics.isEmpty else { return nil }
    let hasTasks = tasks.count > 1
    let scores = scores
    return TextTable(
      columns: (hasTasks ? [.init("task")] : []) + [
        .init("supervisor"), .init("student"), .init("n × seeds", isNumeric: true),
      ] + metrics.map { .init($0.replacing("_", with: " "), isNumeric: true) },
      rows: rows.map { row in
        let estimates = metrics.map { scores.estimate(nil, row, metric: $0) }
        let examples = estimates.compactMap(\.examples).first
        return (hasTasks ? [TextTable.Cell(row.task)] : [])
          + [.init(row.supervisor), .init(row.student), sample(examples, row)]
          + estimates.map { cell($0, style: .significant) }
      })
  }

  /// A PGR without meaning stands in parentheses: colour and boldness are lost in a log or a mail.
  private func pgrCell(_ row: PGRRow, _ estimate: Estimate) -> TextTable.Cell {
    guard !row.isReliable, estimate.value != nil else {
      return cell(estimate, style: .share, emphasis: row.isReliable ? .strong : .faint)
    }
    let style = NumberStyle.share
    return TextTable.Cell(
      "(\(style.text(estimate.value)))", detail: style.interval(estimate), emphasis: .faint)
  }

  private func sample(_ examples: Int?, _ row: PGRRow) -> TextTable.Cell {
    TextTable.Cell("\(examples.map(String.init) ?? "–") × \(row.seeds)")
  }

  private func cell(
    _ estimate: Estimate, style: NumberStyle? = nil, emphasis: TextTable.Emphasis = .plain
  ) -> TextTable.Cell {
    let style = style ?? measure.style
    return TextTable.Cell(
      style.text(estimate.value), detail: style.interval(estimate), emphasis: emphasis)
  }
}
