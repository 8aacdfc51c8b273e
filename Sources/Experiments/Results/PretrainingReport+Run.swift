import Configuration
import Foundation
import Reporting
import Training

/// The report of language models: from fresh results, or from the files that a run left.
extension PretrainingReport {
  init(
    _ experiment: PretrainingExperiment, ladder: [LadderModel], results: [ResultRow],
    curves: [CurveRow], command: String, failures: [String]
  ) {
    self.init(
      title: experiment.name, ladder: ladder, results: results, curves: curves,
      facts: Self.facts(experiment), command: command, failures: failures)
  }

  /// Of a finished run, from its CSV files and its experiment.
  package static func read(
    _ folder: RunFolder, _ experiment: PretrainingExperiment
  ) throws -> PretrainingReport {
    let manifest = try Manifest.read(folder.manifest)
    func url(_ name: String) -> URL { URL(fileURLWithPath: folder.file(name)) }
    try RunReport.requireResults(of: folder, in: "results.csv")
    return PretrainingReport(
      experiment,
      ladder: experiment.models.names.compactMap { name in
        manifest.weights(of: name, task: nil).map { LadderModel(name, parameters: $0) }
      }, results: try ResultRow.rows(contentsOf: url("results.csv")),
      curves: try CurveRow.rows(contentsOf: url("curves.csv")),
      command: manifest.command ?? "w2s run experiment.yaml", failures: manifest.failures ?? [])
  }

  private static func facts(_ experiment: PretrainingExperiment) -> [Report.Fact] {
    let splits = experiment.task.splits
    var facts =
      experiment.description.isEmpty
      ? [] : [Report.Fact("about", experiment.description)]
    facts += [
      Report.Fact("task", experiment.part.taskName),
      Report.Fact(
        "splits",
        "transfer (learned) \(splits.transfer), validation \(splits.validation), test \(splits.test)"
      ),
      Report.Fact("seed", String(experiment.seed)),
      Report.Fact("program", "w2s \(Program.version)"),
    ]
    for entry in experiment.models.entries {
      guard case .network(let model, let tokenizer, let training) = entry.kind else { continue }
      facts.append(
        Report.Fact(
          "model \(entry.name)",
          "\(model.node.withoutNulls.text), tokenizer \(tokenizer.node.text), "
            + "training \(training.node.withoutNulls.text)"))
    }
    return facts
  }
}
