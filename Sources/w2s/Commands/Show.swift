import ArgumentParser
import Experiments

/// Writes the experiment as it is understood.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the resolved experiment file: every default and override filled in.")

  @OptionGroup var experiment: ExperimentOptions

  @Flag(help: "As `run --smoke`.")
  var smoke = false

  @OptionGroup var json: JSONOption

  func run() throws {
    let resolved = try experiment.decode(smoke: smoke)
    try json.write(JSON(resolved.node), else: YAMLWriter.write(resolved.node))
  }
}
