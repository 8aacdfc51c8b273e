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
  package static func read(
    _ folder: RunFolder, _ experiment: Experiment
  ) throws -> Report {
    let manifest = try Manifest.read(folder.manifest)
    func url(_ name: String) -> URL { URL(fileURLWithPath: folder.file(name)) }
    var all = RunResults(
      experiment: experiment.name, measure: ScoreMeasure(experiment), ladder: [],
      pgr: try pgrRows(folder), results: try ResultRow.rows(contentsOf: url("results.csv")),
      curves: try CurveRow.rows(contentsOf: url("curves.csv")))
    if FileManager.default.fileExists(atPath: folder.file("comparisons.csv")) {
      all.comparisons = try ComparisonRow.rows(contentsOf: url("comparisons.csv"))
    }
    let results = RunResults(
      joining: experiment.parts.map { part in
        var results = experiment.parts.count == 1 ? all : all.only(task: part.taskName)
        results.ladder = part.models.names.map {
          LadderModel($0, parameters: manifest.weights(of: $0, task: part.label))
        }
        return results
      }, experiment, tasks: experiment.parts)
    return make(
      experiment, results, command: manifest.command ?? "w2s run experiment.yaml",
      failures: manifest.failures ?? [])
  }

  /// The methods of a run that look at ground truth which no one would have; none for a run whose
  /// experiment this version does not understand, since its rows can still be compared.
  package static func oracleMethods(_ folder: RunFolder) -> Set<String> {
    guard
      let (decoded, _) = try? ExperimentFile.decode(
        AnyExperiment.self, at: folder.file("experiment.yaml")),
      case .models(let experiment) = decoded
    else { return [] }
    return experiment.oracleMethods
  }

  package static func pgrRows(_ folder: RunFolder) throws -> [PGRRow] {
    let (pgr, results) = (folder.file("pgr.csv"), folder.file("results.csv"))
    if !FileManager.default.fileExists(atPath: pgr),
      FileManager.default.fileExists(atPath: results)
    {
      throw StorageError(
        .missing, file: pgr, problem: "the run is one without PGR: a pretraining, or a study",
        remedy: "name one of supervisors and students; what this one measured is in results.csv")
    }
    try requireResults(of: folder, in: "pgr.csv")
    return try PGRRow.rows(contentsOf: URL(fileURLWithPath: folder.file("pgr.csv")))
  }

  static func requireResults(of folder: RunFolder, in name: String) throws(StorageError) {
    let file = folder.file(name)
    guard FileManager.default.fileExists(atPath: file) else {
      throw StorageError(
        .missing, file: file, problem: "there are no results",
        remedy: "name a run that is done, by its name or its folder (w2s list runs)")
    }
  }
}
