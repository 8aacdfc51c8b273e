import ArgumentParser
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
    let report = try RunReport.read(folder)
    for file in report.files() { try folder.write(file.contents, to: file.name) }
    let terminal = Terminal.standardError()
    try json.write(
      report.results.pgr,
      else: report.terminal(colours: Terminal.outputHasColor, width: terminal.width)
        + "\n\(folder.path)/report.html\n")
  }
}
