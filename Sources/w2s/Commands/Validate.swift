import ArgumentParser
import Experiments

/// Checks an experiment file.
struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check an experiment file and find every file that it reads; compute nothing.")

  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup var roots: RootOptions

  func run() throws {
    switch try experiment.decode() {
    case .theory:
      StandardOutput.write("\(experiment.file): valid; a study, which needs no data\n")
    case .models(let resolved): try plan(resolved, noun: "cells")
    case .pretraining(let resolved): try plan(resolved, noun: "models")
    }
  }

  private func plan(_ resolved: some RunSubject, noun: String) throws {
    let plan = try resolved.plan(dataRoot: experiment.data(roots), weightsRoot: roots.weights)
    StandardOutput.write(
      "\(experiment.file): valid; \(plan.goals.count) \(noun), \(plan.stages.count) stages\n")
  }
}
