/// The PGR rows of two runs side by side, matched by task, method, supervisor and student.
package struct Comparison: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package var first: PGRRow?
    package var second: PGRRow?
    /// second − first, where both PGRs mean something.
    package var difference: Estimate?
  }

  package var firstName: String
  package var secondName: String
  package var entries: [Entry]
  /// Methods that are oracles although their names do not say so.
  package var oracleMethods: Set<String>

  /// Rows in the order of `first`, then those that only `second` has.
  package init(
    _ first: [PGRRow], named firstName: String, _ second: [PGRRow], named secondName: String,
    oracleMethods: Set<String> = []
  ) {
    self.oracleMethods = oracleMethods
    self.firstName = firstName
    self.secondName = secondName
    let ofSecond = Dictionary(second.map { (Key($0), $0) }, uniquingKeysWith: { kept, _ in kept })
    let keysOfFirst = Set(first.map(Key.init))
    entries =
      first.map { row in
        let other = ofSecond[Key(row)]
        return Entry(first: row, second: other, difference: Self.difference(row, other))
      } + second.filter { !keysOfFirst.contains(Key($0)) }.map { Entry(first: nil, second: $0) }
  }

  private struct Key: Hashable {
    var task: String
    var method: String
    var supervisor: String
    var student: String

    init(_ row: PGRRow) {
      (task, method, supervisor, student) = (row.task, row.method, row.supervisor, row.student)
    }
  }

  /// The difference of two estimates taken as independent, with the interval of Zou and Donner 2008
  /// (*Construction of confidence limits about effect measures*, eq. 5):
  ///
  ///     low  = d − √((b − b_low)² + (a_high − a)²)      d = b − a
  ///     high = d + √((b_high − b)² + (a − a_low)²)
  static func difference(_ first: PGRRow, _ second: PGRRow?) -> Estimate? {
    guard let second, first.isReliable, second.isReliable, let a = first.pgr, let b = second.pgr
    else { return nil }
    guard let aLow = first.pgrLow, let aHigh = first.pgrHigh, let bLow = second.pgrLow,
      let bHigh = second.pgrHigh
    else { return Estimate(b - a) }
    func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
    return Estimate(
      b - a, low: b - a - length(b - bLow, aHigh - a), high: b - a + length(bHigh - b, a - aLow))
  }

  package func table() -> TextTable {
    let rows = entries.compactMap { entry in (entry.first ?? entry.second).map { (entry, $0) } }
    let hasTasks = distinct(rows.map(\.1.task)).count > 1
    let columns: [TextTable.Column] =
      (hasTasks ? [.init("task")] : []) + [
        .init("method"), .init("supervisor"), .init("student"),
        .init("seeds", isNumeric: true), .init("PGR \(firstName)", isNumeric: true),
        .init("PGR \(secondName)", isNumeric: true), .init("difference", isNumeric: true),
        .init("verdict"),
      ]
    return TextTable(
      columns: columns,
      rows: rows.map { entry, row in
        let seeds = [entry.first, entry.second].map { $0.map { String($0.seeds) } ?? "–" }
        let ends = entry.difference.flatMap { NumberStyle.share.interval($0) }
        return (hasTasks ? [TextTable.Cell(row.task)] : [])
          + [
            .init(
              row.method, detail: isOracle(row.method, among: oracleMethods) ? oracleMark : nil),
            .init(row.supervisor), .init(row.student),
            .init(distinct(seeds).joined(separator: ", ")), cell(entry.first), cell(entry.second),
            .init(
              NumberStyle.share.signed(entry.difference?.value), detail: ends, emphasis: .strong),
            verdict(entry),
          ]
      })
  }

  private func cell(_ row: PGRRow?) -> TextTable.Cell {
    let estimate = Estimate(row?.pgr, low: row?.pgrLow, high: row?.pgrHigh)
    return TextTable.Cell(
      NumberStyle.share.text(estimate.value), detail: NumberStyle.share.interval(estimate),
      emphasis: row?.isReliable == true ? .plain : .faint)
  }

  private func verdict(_ entry: Entry) -> TextTable.Cell {
    guard let first = entry.first else { return .init("only in \(secondName)", emphasis: .faint) }
    guard let second = entry.second else { return .init("only in \(firstName)", emphasis: .faint) }
    for (row, name) in [(first, firstName), (second, secondName)] where !row.isReliable {
      let reason = row.verdict.isEmpty || row.verdict == "ok" ? "undefined" : row.verdict
      return .init("\(name): \(reason)", emphasis: .warning)
    }
    guard let low = entry.difference?.low, let high = entry.difference?.high else {
      return .init("no interval", emphasis: .faint)
    }
    if low > 0 { return .init("higher", emphasis: .strong) }
    if high < 0 { return .init("lower", emphasis: .strong) }
    return .init("no difference shown")
  }

  /// What a reader must know of the differences.
  package var note: String {
    "Differences are \(secondName) − \(firstName), their 95 % intervals taken as if the two runs "
      + "were independent (Zou and Donner 2008); runs that share test examples differ less by "
      + "chance than that."
  }
}
