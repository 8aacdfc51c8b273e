/// The tables that a run is summed up in.
extension RunResults {
  /// One row per cell group: scores, PGR and agreement with intervals and sample sizes, and the
  /// verdict. `method` keeps one method only.
  package func summaryTable(method: String? = nil) -> TextTable {
    let rows = pgr.filter { method == nil || $0.method == method }
    let hasTasks = tasks.count > 1
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
        let only = self.only(task: row.task)
        var cells: [TextTable.Cell] = []
        if hasTasks { cells.append(.init(row.task)) }
        if method == nil {
          cells.append(.init(marked(row.method), emphasis: isOracle(row.method) ? .faint : .plain))
        }
        let student = only.studentScore(row)
        cells += [
          .init(row.supervisor), .init(row.student),
          .init("\(student.examples.map(String.init) ?? "–") × \(row.seeds)"),
          cell(only.supervisorScore(row)), cell(student), cell(only.ceilingScore(row)),
          cell(
            only.pgrEstimate(row), style: .share, emphasis: row.isReliable ? .strong : .faint),
        ]
        if hasAgreement {
          cells.append(
            cell(only.agreement(row, row.agreement, metric: "agreement"), style: .share))
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
    let columns: [TextTable.Column] =
      (hasTasks ? [.init("task")] : []) + [
        .init("supervisor"), .init("student"), .init("n × seeds", isNumeric: true),
        .init("agreement", isNumeric: true), .init("supervisor right", isNumeric: true),
        .init("supervisor wrong", isNumeric: true),
      ]
    return TextTable(
      columns: columns,
      rows: rows.map { row in
        let only = self.only(task: row.task)
        let measures = [
          ("agreement", row.agreement), ("agreement_right", row.agreementRight),
          ("agreement_wrong", row.agreementWrong),
        ]
        let estimates = measures.map { only.agreement(row, $1, metric: $0) }
        let examples = estimates[0].examples ?? only.studentScore(row).examples
        return (hasTasks ? [TextTable.Cell(row.task)] : [])
          + [
            .init(row.supervisor), .init(row.student),
            .init("\(examples.map(String.init) ?? "–") × \(row.seeds)"),
          ] + estimates.map { cell($0, style: .share) }
      })
  }

  private func cell(
    _ estimate: Estimate, style: NumberStyle? = nil, emphasis: TextTable.Emphasis = .plain
  ) -> TextTable.Cell {
    let style = style ?? measure.style
    return TextTable.Cell(
      style.text(estimate.value), detail: style.interval(estimate), emphasis: emphasis)
  }
}
