import ArgumentParser
import Configuration
import Experiments
import Reporting

/// Writes the report of a finished run again.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the report and the figures of a run again from its CSV files, and show it.")

  @Argument(
    help: ArgumentHelp(
      "The run: its name under the results root, or its folder.", valueName: "run"))
  var name: String

  @OptionGroup var roots: RootOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    let folder = RunFolder.named(name, root: roots.output)
    let (decoded, node) = try ExperimentFile.decode(
      AnyExperiment.self, at: folder.file("experiment.yaml"))
    switch decoded {
    case .models(let experiment):
      let report = try RunReport.read(folder, experiment)
      try write(report, report.results.pgr, in: folder)
    case .pretraining(let experiment):
      let report = try PretrainingReport.read(folder, experiment)
      try write(report, report.results, in: folder)
    case .theory:
      throw ConfigurationError([
        Problem(
          at: node.mark, "a study, whose run wrote its report",
          remedy: "read \(folder.file("report.md"))")
      ])
    }
  }

  private func write<Page: RunPage>(
    _ report: Page, _ numbers: some Encodable, in folder: RunFolder
  ) throws {
    for file in report.files() { try folder.write(file.contents, to: file.name) }
    let terminal = Terminal.standardError()
    try json.write(
      numbers,
      else: report.terminal(colours: Terminal.outputHasColor, width: terminal.width)
        + "\n\(folder.path)/\(Page.page)\n")
  }
}
