import Datasets
import Reporting
import Storage

/// Of supervisors and students.
extension Experiment: RunSubject {
  package func plan(dataRoot: DataRoot, weightsRoot: String, timedOn cores: Int?) throws -> Plan {
    try Planner.plan(self, dataRoot: dataRoot, weightsRoot: weightsRoot, timedOn: cores)
  }

  package func writeResults(of run: FinishedRun) throws -> Report {
    let folder = run.folder
    let results = try ResultsBuilder(
      self, cells: run.plan.cells.filter(run.isDone), store: folder.store, cores: run.cores
    )
    .results { run.announceResults(of: $0) }
    try folder.write(PGRRow.csv(results.pgr), to: "pgr.csv")
    if !results.across.isEmpty {
      try folder.write(AcrossRow.csv(results.across), to: "across-tasks.csv")
    }
    if !results.comparisons.isEmpty {
      try folder.write(ComparisonRow.csv(results.comparisons), to: "comparisons.csv")
    }
    try folder.write(ResultRow.csv(results.results), to: "results.csv")
    try folder.write(CurveRow.csv(results.curves), to: "curves.csv")
    try folder.write(JSONLines.text(results.curves), to: "metrics.jsonl")
    return RunReport.make(self, results, command: run.command, failures: run.failures)
  }

  package func note(_ report: Report, in manifest: inout Manifest) {
    manifest.note(report.results)
  }
}
