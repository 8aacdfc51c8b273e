import ArgumentParser
import Experiments
import Reporting

/// Puts two runs side by side.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the PGR of two runs, row by row.")

  @Argument(help: "A run: its name under the results root, or its folder.")
  var first: String

  @Argument(help: "Another run.")
  var second: String

  @OptionGroup var roots: RootOptions

  func run() throws {
    let folders = [first, second].map { RunFolder.named($0, root: roots.output) }
    let rows = try folders.map { try RunReport.pgrRows($0) }
    let comparison = Comparison(
      rows[0], named: folders[0].name, rows[1], named: folders[1].name,
      oracleMethods: folders.map(RunReport.oracleMethods).reduce([]) { $0.union($1) })
    StandardOutput.write(
      comparison.table().terminal(
        colours: Terminal.outputHasColor, width: Terminal.standardError().width)
        + "\n\(comparison.note)\n")
  }
}
