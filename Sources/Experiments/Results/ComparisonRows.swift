import Reporting
import WeakToStrong

/// The rows of `comparisons.csv` of one task: each method against the first of the experiment, and
/// against what it names itself (its matched control), for every supervisor, student and selection.
struct ComparisonRows {
  /// Two methods on the seeds that both have.
  private struct Pairing {
    var first: CellGroup
    var second: CellGroup
  }

  private let builder: TaskResults
  private var pairings: [Pairing] = []

  init(_ builder: TaskResults, _ groups: [CellGroup]) {
    self.builder = builder
    let known = Dictionary(uniqueKeysWithValues: groups.map { ($0.key, $0) })
    let standard = builder.experiment.plannedMethods.first?.label
    for group in groups {
      let cell = group.cells[0]
      var others: [String] = []
      for name in [standard, cell.comparedWith].compactMap({ $0 })
      where name != cell.method && !others.contains(name) {
        others.append(name)
      }
      for other in others {
        var key = group.key
        key.method = other + builder.selectionSuffix(cell)
        guard let second = known[key] else { continue }
        let pairing = Pairing(
          first: group.only(examplesOf: second), second: second.only(examplesOf: group))
        if !pairing.first.cells.isEmpty { pairings.append(pairing) }
      }
    }
  }

  var count: Int { pairings.count }

  /// Draws for so many comparisons: Holm's correction multiplies the smallest p by their number, and
  /// no p is below 2 / (draws + 1).
  static func draws(for comparisons: Int, configured: Int) -> Int {
    max(configured, min(100 * comparisons, 20_000))
  }

  /// Without the correction, which needs those of all tasks.
  func rows(draws: Int) throws -> [ComparisonRow] {
    let reader = builder.predictions
    var configuration = builder.experiment.statistics
    configuration.draws = draws
    var rows = [ComparisonRow?](repeating: nil, count: pairings.count)
    let bySet = Dictionary(grouping: pairings.indices) {
      reader.exampleSet(pairings[$0].first)
    }
    for (set, indices) in bySet {
      let found = MethodComparison.estimate(
        try indices.map { index in
          MethodComparison.Students(
            try reader.predictions(of: pairings[index].first, \.studentRole),
            try reader.predictions(of: pairings[index].second, \.studentRole))
        }, metric: builder.score, groups: try reader.groups(set), configuration: configuration,
        team: builder.team)
      for (index, comparison) in zip(indices, found) {
        rows[index] = comparison.map { row(pairings[index], $0) }
      }
    }
    return rows.compactMap { $0 }
  }

  private func row(_ pairing: Pairing, _ found: MethodComparison) -> ComparisonRow {
    ComparisonRow(
      experiment: builder.experiment.name, task: builder.experiment.taskName,
      supervisor: pairing.first.key.supervisor, student: pairing.first.key.student,
      first: pairing.first.key.method, second: pairing.second.key.method,
      metric: builder.score.columnName, difference: found.difference.value,
      ciLow: found.difference.low, ciHigh: found.difference.high, p: found.probability,
      pHolm: found.probability, n: found.examples, seeds: pairing.first.cells.count)
  }
}

extension CellGroup {
  /// The cells whose seed and examples the other group has too.
  fileprivate func only(examplesOf other: CellGroup) -> CellGroup {
    CellGroup(
      key: key,
      cells: cells.filter { cell in
        other.cells.contains { $0.seed == cell.seed && $0.task == cell.task }
      })
  }
}

extension [ComparisonRow] {
  /// Corrected for the number of all of them.
  func corrected() -> [ComparisonRow] {
    zip(self, HolmCorrection.adjusted(map(\.p))).map { row, p in
      var row = row
      row.pHolm = p
      return row
    }
  }
}
