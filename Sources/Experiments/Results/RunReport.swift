import Configuration
import Foundation
import Reporting
import Storage
import Training
import WeakToStrong

/// The report of a run: from fresh results, or from the files that it left.
package enum RunReport {
  static func make(
    _ experiment: Experiment, _ results: RunResults, command: String, failures: [String]
  ) -> Report {
    Report(
      title: experiment.name, results: results, facts: RunFacts(experiment).list, command: command,
      failures: failures)
  }

  /// The report of a finished run, from its CSV files and its experiment.
  package static func read(_ folder: RunFolder) throws -> Report {
    let manifest = try Manifest.read(folder.manifest)
    let (experiment, _) = try ExperimentFile.decode(
      Experiment.self, at: folder.file("experiment.yaml"))
    func url(_ name: String) -> URL { URL(fileURLWithPath: folder.file(name)) }
    let score: Metric = experiment.task.targetKind == .real ? .squaredError : .accuracy
    let rows = try ResultRow.rows(contentsOf: url("results.csv"))
    let results = RunResults(
      experiment: experiment.name,
      measure: ScoreMeasure(score.columnName, lowerIsBetter: score.isLoss),
      ladder: experiment.models.names.map {
        LadderModel($0, parameters: manifest.weights?[$0])
      },
      pgr: try pgrRows(folder), results: rows,
      curves: try CurveRow.rows(contentsOf: url("curves.csv")))
    return make(
      experiment, results, command: manifest.command ?? "w2s run experiment.yaml",
      failures: manifest.failedCells)
  }

  package static func pgrRows(_ folder: RunFolder) throws -> [PGRRow] {
    try PGRRow.rows(contentsOf: URL(fileURLWithPath: folder.file("pgr.csv")))
  }
}
