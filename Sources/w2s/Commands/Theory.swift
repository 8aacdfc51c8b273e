import ArgumentParser
import Configuration
import Experiments
import Foundation
import Kernels
import Theory

/// Reproduces the results of the theory papers.
struct TheoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theory",
    abstract: "Reproduce theory papers: one line per claim, with what was published and measured.",
    discussion: """
      Without a name every study runs. Exits with 1 if a claim falls short.

      Studies: \(Studies.all.map { $0.name }.joined(separator: ", ")). Parameters are those of \
      `w2s list studies`, such as: w2s theory variance overlap=5,15,30
      """)

  @Argument(help: ArgumentHelp("A study.", valueName: "name"))
  var name: String?

  @Argument(help: ArgumentHelp("Its parameters.", valueName: "key=value"))
  var parameters: [String] = []

  @Flag(help: "No progress.")
  var quiet = false

  @OptionGroup var json: JSONOption

  func run() throws {
    let studies = try chosen()
    let line = ProgressLine(isQuiet: quiet)
    let team = WorkerTeam(threads: ProcessInfo.processInfo.activeProcessorCount)
    var claims: [Claim] = []
    for (index, study) in studies.enumerated() {
      let result = try study.run(team) { progress in
        line.update(
          Progress(
            cellsDone: index, cells: studies.count,
            running: [
              .init(
                title: progress.study,
                fraction: Double(progress.done) / Double(max(1, progress.total)))
            ]))
      }
      claims += result.claims
    }
    line.finish()
    try json.write(claims, else: ClaimTable.text(claims, colours: Terminal.outputHasColor))
    if claims.contains(where: { $0.verdict == .fallsShort }) { throw ExitStatus.cellFailed }
  }

  private func chosen() throws -> [any Study] {
    guard let name else { return Studies.all.map { $0.init() } }
    let type = Studies.named(name)
    let overrides = try Override.parse(parameters)
    var diagnostics = Diagnostics()
    var node = Node(.mapping([]), mark: .argument(name))
    for override in overrides {
      override.apply(to: &node, schema: type?.schema ?? .object([]), &diagnostics)
    }
    let study = Studies.decode(name, parameters: node, &diagnostics)
    try diagnostics.throwIfAny()
    return study.map { [$0] } ?? []
  }
}
