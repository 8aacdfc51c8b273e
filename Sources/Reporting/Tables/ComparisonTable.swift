/// Methods compared with each other on the same examples and seeds, as a table and as a sentence.
extension RunResults {
  /// One row per comparison; `nil` where there is nothing to compare.
  package func comparisonTable() -> TextTable? {
    guard !comparisons.isEmpty else { return nil }
    let hasTasks = tasks.count > 1
    let columns: [TextTable.Column] =
      (hasTasks ? [.init("task")] : []) + [
        .init("method"), .init("compared with"), .init("supervisor"), .init("student"),
        .init("n × seeds", isNumeric: true), .init("difference", isNumeric: true),
        .init("p", isNumeric: true), .init("p after Holm", isNumeric: true),
      ]
    return TextTable(
      columns: columns,
      rows: comparisons.map { row in
        let estimate = Estimate(row.difference, low: row.ciLow, high: row.ciHigh)
        return (hasTasks ? [TextTable.Cell(row.task)] : [])
          + [
            methodCell(row.first), methodCell(row.second), .init(row.supervisor),
            .init(row.student), .init("\(row.n) × \(row.seeds)"),
            .init(
              measure.style.signed(row.difference), detail: measure.style.interval(estimate),
              emphasis: row.isShown ? .strong : .plain),
            .init(Self.probability(row.p)),
            .init(Self.probability(row.pHolm), emphasis: row.isShown ? .strong : .plain),
          ]
      })
  }

  /// What the comparisons show, in one sentence; `nil` where there are none.
  package func comparisonSentence() -> String? {
    guard !comparisons.isEmpty else { return nil }
    let level = "p < .05 after Holm's correction"
    let shown = comparisons.filter(\.isShown)
    guard !shown.isEmpty else {
      let subject =
        comparisons.count == 1
        ? "the only comparison shows no" : "none of \(comparisons.count) comparisons shows a"
      return "methods: \(subject) difference (\(level))."
    }
    let parts = distinct(shown.map { [$0.first, $0.second] }).map { names in
      let own = comparisons.filter { $0.first == names[0] && $0.second == names[1] }
      let better = own.count { $0.isShown && $0.difference > 0 }
      let worse = own.count { $0.isShown && $0.difference < 0 }
      let counts = [(better, "better"), (worse, "worse")].filter { $0.0 > 0 }
        .map { "\($1) than \(marked(names[1])) in \($0) of \(own.count)" }
      return "\(marked(names[0])) is \(counts.joined(separator: " and "))"
    }
    return "methods (\(level)): \(parts.joined(separator: "; "))."
  }

  private func methodCell(_ method: String) -> TextTable.Cell {
    TextTable.Cell(method, detail: marked(method) == method ? nil : oracleMark)
  }

  /// `.012`; `< .001` below what three decimals can say.
  private static func probability(_ value: Double) -> String {
    value < 0.0005 ? "< .001" : NumberStyle.share.text(value)
  }
}
