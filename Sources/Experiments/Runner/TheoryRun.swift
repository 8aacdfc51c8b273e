import Kernels
import Reporting
import Storage
import Theory

/// Carries out a study and leaves its numbers, claims and figures in a run folder.
package struct TheoryRun: Sendable {
  private let experiment: TheoryExperiment
  private let folder: RunFolder
  private let arguments: [String]
  private let command: String

  package init(
    _ experiment: TheoryExperiment, outputRoot: String, arguments: [String], command: String
  ) {
    self.experiment = experiment
    self.arguments = arguments
    self.command = command
    folder = RunFolder(root: outputRoot, name: experiment.name)
  }

  package func run(
    cores: Int, watcher: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws -> (result: StudyResult, folder: RunFolder) {
    try AtomicFile.makeFolder(folder.path)
    let lock = try RunLock.acquire(folder.path)
    defer { lock.release() }
    try folder.write(YAMLWriter.write(experiment.node), to: "experiment.yaml")
    var manifest = Manifest(experiment: experiment.name, arguments: arguments)
    manifest.command = command
    try manifest.write(to: folder.manifest)
    let result = try experiment.study.study.run(WorkerTeam(threads: cores)) { progress in
      watcher(
        Progress(
          cells: 1,
          running: [
            .init(
              title: progress.study,
              fraction: Double(progress.done) / Double(max(1, progress.total)))
          ]))
    }
    try folder.write(StudyRow.csv(result.rows), to: "results.csv")
    try folder.write(JSON.text(of: result.claims), to: "claims.json")
    for figure in result.figures { try folder.write(figure.figure.svg(), to: figure.file) }
    try folder.write(markdown(result), to: "report.md")
    manifest.finish(.done, stages: [])
    try manifest.write(to: folder.manifest)
    return (result, folder)
  }

  private func markdown(_ result: StudyResult) -> String {
    let study = type(of: experiment.study.study)
    let figures = result.figures.map { "![\($0.name)](\($0.file))\n" }.joined(separator: "\n")
    return """
      # \(experiment.name)

      \(study.summary). \(study.source).

      \(ClaimTable.table(result.claims).markdown())
      \(figures)
      Parameters: `\(experiment.study.study.text)`

      Again: `\(command)`

      """
  }
}
