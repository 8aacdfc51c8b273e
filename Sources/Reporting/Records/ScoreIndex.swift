/// Looks up the numbers of a run together with what they rest on.
struct ScoreIndex {
  private struct Key: Hashable {
    var task: String
    var method: String
    var supervisor: String
    var student: String
    var metric: String
  }

  private let measure: ScoreMeasure
  private let rows: [Key: [ResultRow]]

  /// O(rows) once; every look-up is O(seeds).
  init(_ results: RunResults) {
    measure = results.measure
    rows = Dictionary(
      grouping: results.results.filter { $0.split == RunResults.split },
      by: {
        Key(
          task: $0.task, method: $0.method, supervisor: $0.supervisor, student: $0.student,
          metric: $0.metric)
      })
  }

  func student(_ row: PGRRow) -> Estimate {
    estimate(row.studentScore, row, metric: measure.metric)
  }

  /// Of the method itself where that shapes its supervisor, and of the student where the supervisor
  /// depends on it.
  func supervisor(_ row: PGRRow) -> Estimate {
    let keys = RunResults.names(of: ResultRow.supervisorMethod, beside: row.method).flatMap {
      method in
      [row.student, ""].map { student in
        Key(
          task: row.task, method: method, supervisor: row.supervisor, student: student,
          metric: measure.metric)
      }
    }
    return estimate(row.supervisorScore, first(of: keys), seeds: row.seeds)
  }

  /// Of the method's own ceiling and selection where there are such.
  func ceiling(_ row: PGRRow) -> Estimate {
    estimate(row.ceilingScore, ceilingKey(row), seeds: row.seeds)
  }

  /// What the rows of a pair's ceiling are called.
  func ceilingName(_ row: PGRRow) -> String { ceilingKey(row).method }

  private func ceilingKey(_ row: PGRRow) -> Key {
    first(
      of: RunResults.names(of: ResultRow.ceilingMethod, beside: row.method).map { method in
        Key(
          task: row.task, method: method, supervisor: "", student: row.student,
          metric: measure.metric)
      })
  }

  /// The first that has rows, else the last.
  private func first(of keys: [Key]) -> Key {
    keys.first { rows[$0] != nil } ?? keys[keys.count - 1]
  }

  func pgr(_ row: PGRRow) -> Estimate {
    Estimate(
      row.pgr, low: row.pgrLow, high: row.pgrHigh, examples: student(row).examples,
      seeds: row.seeds)
  }

  /// Any metric of the cell group's students: `value`, or the mean over seeds where it is `nil`.
  func estimate(_ value: Double?, _ row: PGRRow, metric: String) -> Estimate {
    let key = Key(
      task: row.task, method: row.method, supervisor: row.supervisor, student: row.student,
      metric: metric)
    return estimate(value, key, seeds: row.seeds)
  }

  /// `value` with the interval of the row over all seeds; without such a row, from the lowest to
  /// the highest end of the intervals of the single seeds (their values where they have none).
  private func estimate(_ value: Double?, _ key: Key, seeds: Int) -> Estimate {
    let rows = rows[key] ?? []
    let examples = rows.compactMap(\.n).first
    if let whole = rows.first(where: { $0.seed == nil && ($0.ciLow != nil || rows.count == 1) }) {
      return Estimate(
        value ?? whole.value, low: whole.ciLow, high: whole.ciHigh, examples: whole.n ?? examples,
        seeds: seeds)
    }
    let single = rows.filter { $0.seed != nil }
    let values = single.compactMap(\.value)
    let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    let isOneBareNumber = single.count == 1 && single[0].ciLow == nil
    return Estimate(
      value ?? mean, low: isOneBareNumber ? nil : single.compactMap { $0.ciLow ?? $0.value }.min(),
      high: isOneBareNumber ? nil : single.compactMap { $0.ciHigh ?? $0.value }.max(),
      examples: examples, seeds: seeds)
  }
}
