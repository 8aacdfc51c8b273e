import Datasets
import Kernels
import Reporting
import Storage
import Training
import WeakToStrong

/// Computes the results of one task of an experiment from stored predictions alone.
struct TaskResults {
  let experiment: TaskExperiment
  let cells: [Cell]
  let predictions: PredictionReader
  let team: WorkerTeam

  init(_ experiment: TaskExperiment, cells: [Cell], store: ArtifactStore, team: WorkerTeam) {
    self.experiment = experiment
    self.cells = cells.filter { $0.taskLabel == experiment.label }
    predictions = PredictionReader(store: store)
    self.team = team
  }

  /// The metric that PGR is computed from.
  var score: Metric { experiment.score }

  /// How many methods are compared with each other.
  var comparisonCount: Int { ComparisonRows(self, cellGroups()).count }

  /// - Parameter comparisonDraws: bootstrap draws of each comparison of methods, whose p-values are not
  ///   corrected yet.
  func results(comparisonDraws: Int) throws -> RunResults {
    let groups = cellGroups()
    var rows = try ScoreRows(self, groups).rows()
    var pgr: [PGRRow] = []
    for (group, recovery) in zip(groups, try recoveries(of: groups)) {
      guard let recovery else { continue }
      pgr.append(row(group, recovery))
      rows += try RelationRows(self, group, recovery).rows()
    }
    var results = RunResults(
      experiment: experiment.name,
      measure: ScoreMeasure(score.columnName, lowerIsBetter: score.isLoss),
      ladder: try ladder(), pgr: pgr, results: rows, curves: try CurveRows(self).rows())
    results.comparisons = try ComparisonRows(self, groups).rows(draws: comparisonDraws)
    return results
  }

  /// The cells of one supervisor, student, method and selection, over all seeds, in the order of the
  /// plan.
  private func cellGroups() -> [CellGroup] {
    var groups: [CellGroup] = []
    var positions: [CellGroup.Key: Int] = [:]
    for cell in cells {
      let key = CellGroup.Key(
        method: methodName(cell), supervisor: cell.supervisor, student: cell.student)
      if let position = positions[key] {
        groups[position].cells.append(cell)
      } else {
        positions[key] = groups.count
        groups.append(CellGroup(key: key, cells: [cell]))
      }
    }
    return groups
  }

  /// The method's name in results, with the selection where that is not plain: an oracle, or one of
  /// several.
  func methodName(_ cell: Cell) -> String { cell.method + selectionSuffix(cell) }

  func selectionSuffix(_ cell: Cell) -> String {
    guard case .network(_, _, let training)? = experiment.models[cell.student]?.kind else {
      return ""
    }
    let isPlain = training.selection.values.count == 1 && !cell.selection.isOracle
    return isPlain ? "" : RunResults.selectionMark + cell.selection.rawValue
  }

  /// What rows call a cell's supervisor, and the student where it depends on that.
  func supervisorName(_ cell: Cell) -> (method: String, student: String) {
    let owner = cell.supervisorRole.owner
    return (
      Self.name(ResultRow.supervisorMethod, ownedBy: owner.method), owner.student ?? ""
    )
  }

  /// What rows call a cell's ceiling, whatever its selection.
  func ceilingName(_ cell: Cell) -> String {
    Self.name(ResultRow.ceilingMethod, ownedBy: cell.ceilingRole.owner.method)
  }

  private static func name(_ role: String, ownedBy method: String?) -> String {
    role + (method.map { RunResults.ownerMark + $0 } ?? "")
  }

  /// Trios on the same examples share their resamples.
  private func recoveries(of groups: [CellGroup]) throws -> [Recovery?] {
    var recoveries = [Recovery?](repeating: nil, count: groups.count)
    let trios = try groups.map { try predictions.trio($0) }
    let bySet = Dictionary(grouping: groups.indices) { predictions.exampleSet(groups[$0]) }
    for (set, indices) in bySet {
      let found = Recovery.estimate(
        indices.map { trios[$0] }, metric: score, groups: try predictions.groups(set),
        configuration: experiment.statistics, team: team)
      for (index, recovery) in zip(indices, found) { recoveries[index] = recovery }
    }
    return recoveries
  }

  private func row(_ group: CellGroup, _ recovery: Recovery) -> PGRRow {
    PGRRow(
      experiment: experiment.name, task: experiment.taskName, method: group.key.method,
      supervisor: group.key.supervisor, student: group.key.student, seeds: group.cells.count,
      supervisorScore: recovery.supervisor.value, studentScore: recovery.student.value,
      ceilingScore: recovery.ceiling.value, pgr: recovery.pgr?.value, pgrLow: recovery.pgr?.low,
      pgrHigh: recovery.pgr?.high, agreement: recovery.agreement[.agreement]?.value,
      agreementRight: recovery.agreement[.agreementRight]?.value,
      agreementWrong: recovery.agreement[.agreementWrong]?.value,
      verdict: recovery.verdict.rawValue)
  }

  /// The models that were trained, with their numbers of weights: those of the experiment's own
  /// trainings where there are such, since a method may train a part alone.
  private func ladder() throws -> [LadderModel] {
    var weights: [String: Int] = [:]
    let roles = cells.flatMap {
      [($0.supervisor, $0.supervisorRole), ($0.student, $0.ceilingRole)]
    }
    let (shaped, standard) = (
      roles.filter { $0.1.owner.method != nil }, roles.filter { $0.1.owner.method == nil }
    )
    for (name, role) in standard + shaped where weights[name] == nil {
      weights[name] = try role.training.map { try predictions.weights(of: $0) }
    }
    return experiment.models.names.map { LadderModel($0, parameters: weights[$0]) }
  }
}

/// Cells that differ in their seed alone.
struct CellGroup {
  struct Key: Hashable {
    var method: String
    var supervisor: String
    var student: String
  }

  var key: Key
  var cells: [Cell]
}

extension Metric {
  /// As it stands in CSV: `cross_entropy`.
  var columnName: String { rawValue.replacing("-", with: "_") }
}

extension AgreementMeasure {
  var columnName: String { rawValue.replacing("-", with: "_") }
}
