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

  /// Every other measure of the students on test examples. `nil` if there is none.
  package func measuresTable(method: String) -> TextTable? {
    let rows = pgr.filter { $0.method == method }
    let shown = [measure.metric] + Self.relationMetrics
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
  func pgrCell(_ row: PGRRow, _ estimate: Estimate) -> TextTable.Cell {
    guard !row.isReliable, estimate.value != nil else {
      return cell(estimate, style: .share, emphasis: row.isReliable ? .strong : .faint)
    }
    let style = NumberStyle.share
    return TextTable.Cell(
      "(\(style.text(estimate.value)))", detail: style.interval(estimate), emphasis: .faint)
  }

  func sample(_ examples: Int?, _ row: PGRRow) -> TextTable.Cell {
    TextTable.Cell("\(examples.map(String.init) ?? "–") × \(row.seeds)")
  }

  func cell(
    _ estimate: Estimate, style: NumberStyle? = nil, emphasis: TextTable.Emphasis = .plain
  ) -> TextTable.Cell {
    let style = style ?? measure.style
    return TextTable.Cell(
      style.text(estimate.value), detail: style.interval(estimate), emphasis: emphasis)
  }
}
