import ArgumentParser
import Configuration
import Datasets
import Experiments
import Foundation
import Models
import Theory
import Training
import WeakToStrong

/// Lists what an experiment file can name, and runs.
struct List: ParsableCommand {
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case methods, controls, supervisors, filters, relabellings, combinations, losses, tasks
    case architectures, studies, models, runs
  }

  static let configuration = CommandConfiguration(
    abstract:
      "List methods, controls, supervisors that are made of others, filters, ways to relabel and to "
      + "combine labels, losses, tasks, architectures, studies (with parameters and source), pretrained "
      + "models under the weights root, or runs."
  )

  @Argument(help: "What to list.")
  var kind: Kind

  @OptionGroup var roots: RootOptions
  @OptionGroup var json: JSONOption

  func run() throws {
    switch kind {
    case .methods: try write(Methods.all.map { $0.variantSchema })
    case .controls: try write(Controls.all.map { $0.variantSchema })
    case .supervisors: try write(SupervisorRecipes.all.map { $0.variantSchema })
    case .filters: try write(RowFilters.all.map { $0.variantSchema })
    case .relabellings: try write(Relabellings.all.map { $0.variantSchema })
    case .combinations: try write(LabelCombinations.all.map { $0.variantSchema })
    case .losses: try write(Losses.all.map { $0.variantSchema })
    case .architectures: try write(Architectures.all.map { $0.variantSchema })
    case .studies: try write(Studies.all.map { $0.variantSchema })
    case .tasks: try listTasks()
    case .models: try listModels()
    case .runs: try listRuns()
    }
  }

  private func write(_ variants: [VariantSchema]) throws {
    try json.write(VariantList.json(variants), else: VariantList.text(variants))
  }

  private func listTasks() throws {
    let tasks = TaskListing.all(dataRoot: roots.data)
    try json.write(tasks, else: TaskListing.text(tasks))
  }

  private func listModels() throws {
    let models = ModelListing.all(in: roots.weights)
    try json.write(models, else: ModelListing.text(models, root: roots.weights))
  }

  private func listRuns() throws {
    let runs = RunListing.all(in: roots.output)
    try json.write(runs, else: RunListing.text(runs))
  }
}
