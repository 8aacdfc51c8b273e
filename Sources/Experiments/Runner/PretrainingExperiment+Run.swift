import Datasets
import Kernels
import Reporting
import Storage

/// Of language models that learn texts.
extension PretrainingExperiment: RunSubject {
  package func plan(dataRoot: DataRoot, weightsRoot: String, timedOn cores: Int?) throws -> Plan {
    try Planner.plan(self, dataRoot: dataRoot, weightsRoot: weightsRoot, timedOn: cores)
  }

  package func writeResults(of run: FinishedRun) throws -> PretrainingReport {
    let (folder, models) = (run.folder, run.plan.textModels.filter(run.isDone))
    run.announceResults(of: part.taskName)
    let rows = PretrainingRows(
      experiment: self, models: models, store: folder.store,
      team: WorkerTeam(threads: run.cores))
    let (results, curves) = (try rows.results(), try rows.curves())
    try folder.write(ResultRow.csv(results), to: "results.csv")
    try folder.write(CurveRow.csv(curves), to: "curves.csv")
    try folder.write(JSONLines.text(curves), to: "metrics.jsonl")
    try ModelExport(experiment: self, run: run, results: results).write(models)
    return PretrainingReport(
      self, ladder: try rows.ladder(), results: results, curves: curves, command: run.command,
      failures: run.failures)
  }

  package func note(_ report: PretrainingReport, in manifest: inout Manifest) {
    manifest.note(report.ladder)
  }
}
