import ArgumentParser
import Experiments
import Foundation

/// What a run would do.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what a run would do, what is stored already, and about how long it takes.")

  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup var roots: RootOptions

  @Flag(help: "As `run --smoke`.")
  var smoke = false

  @OptionGroup var json: JSONOption

  func run() throws {
    switch try experiment.decode(smoke: smoke) {
    case .models(let resolved): try write(resolved)
    case .pretraining(let resolved): try write(resolved)
    case .theory:
      let study: JSON = .object(["stages": .list([])])
      try json.write(study, else: "one study, computed as a whole; nothing is stored\n")
    }
  }

  private func write(_ resolved: some RunSubject) throws {
    let overview = try PlanOverview(
      resolved, dataRoot: experiment.data(roots), weightsRoot: roots.weights,
      store: RunFolder.store(in: roots.output),
      cores: ProcessInfo.processInfo.activeProcessorCount)
    try json.write(overview, else: overview.text)
  }
}
