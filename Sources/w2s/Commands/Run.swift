import ArgumentParser
import Experiments
import Foundation
import Reporting

/// Carries out an experiment, or goes on with it.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run an experiment; the same command again goes on where it stopped.",
    discussion: """
      Results lie in OUTPUT/NAME: pgr.csv, results.csv, curves.csv, figures, report.md, report.html. \
      What was computed once, by this run or another under the same results root, is used again.
      """)

  @OptionGroup var experiment: ExperimentOptions
  @OptionGroup var roots: RootOptions

  @Option(help: ArgumentHelp("Stages at a time. (default: one per core)", valueName: "number"))
  var workers: Int?

  @Flag(help: "Compute everything anew.")
  var fresh = false

  @Flag(help: "Everything, but tiny: a few examples, a few steps, one seed.")
  var smoke = false

  @Flag(help: "Start nothing new after the first failure.")
  var failFast = false

  @Flag(help: "No progress.")
  var quiet = false

  @Option(
    help: ArgumentHelp("Seconds between saved states of a training.", valueName: "seconds"))
  var saveEvery = 20.0

  @OptionGroup var json: JSONOption

  func validate() throws {
    if let workers, workers < 1 { throw ValidationError("--workers is \(workers); give 1 or more") }
    guard saveEvery >= 0 else {
      throw ValidationError("--save-every is \(saveEvery); give 0 or more seconds")
    }
  }

  func run() async throws {
    switch try experiment.decode(smoke: smoke) {
    case .models(let experiment): try await run(experiment)
    case .pretraining(let experiment): try await run(experiment)
    case .theory(let experiment): try run(experiment)
    }
  }

  private var cores: Int { ProcessInfo.processInfo.activeProcessorCount }
  private var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }
  /// For whoever reads the results, also elsewhere: without the folders of this machine.
  private var reproduction: String { experiment.command("run", smoke: smoke) }
  /// For whoever started this run. What is done already is not done again.
  private var continuation: String {
    ShellWords.text(["w2s"] + arguments.filter { $0 != "--fresh" })
  }

  private func run<Subject: RunSubject>(_ experiment: Subject) async throws {
    var request = try RunRequest(
      experiment: experiment, outputRoot: roots.output, dataRoot: self.experiment.data(roots),
      weightsRoot: roots.weights, workers: workers ?? cores, cores: cores,
      arguments: arguments, command: reproduction)
    request.fresh = fresh
    request.failFast = failFast
    request.saveInterval = saveEvery
    let line = ProgressLine(isQuiet: quiet)
    defer { line.finish() }
    StopSignal.install()
    let outcome = try await ExperimentRun(request).run(
      watcher: { line.update($0) }, shouldStop: { StopSignal.isRequested })
    line.finish()
    try report(outcome)
  }

  private func run(_ experiment: TheoryExperiment) throws {
    let line = ProgressLine(isQuiet: quiet)
    defer { line.finish() }
    let run = TheoryRun(
      experiment, outputRoot: roots.output, arguments: arguments, command: reproduction)
    let (result, folder) = try run.run(cores: cores) { line.update($0) }
    line.finish()
    try json.write(
      result.claims,
      else: ClaimTable.text(result.claims, colours: Terminal.outputHasColor)
        + "\n\(folder.path)/report.md\n")
    if !result.holds { throw ExitStatus.cellFailed }
  }

  private func report<Report: RunPage>(_ outcome: RunOutcome<Report>) throws {
    if json.isOn {
      StandardOutput.write(try JSON.text(of: RunSummary(outcome)))
    } else if var report = outcome.report {
      report.failures = []  // they come below
      StandardOutput.write(
        report.terminal(
          colours: Terminal.outputHasColor, width: Terminal.standardError().width)
          + "\n\(outcome.folder.path)/\(Report.page)\n")
    }
    for failure in outcome.failures { StandardError.write("error: \(failure)\n") }
    switch outcome.status {
    case .done: return
    case .stopped:
      StandardError.write("stopped; go on with: \(continuation)\n")
      throw StopSignal.wasInterrupted ? ExitStatus.interrupted : ExitStatus.stopped
    case .failed:
      StandardError.write(
        "\(outcome.failedCells.count) of \(outcome.cells) cells failed"
          + (outcome.unfinished > 0 ? ", \(outcome.unfinished) were not run" : "")
          + "; run them again with: \(continuation)\n")
      throw ExitStatus(outcome)
    }
  }
}

/// The outcome for programs: how it ended, and the numbers beside that.
private struct RunSummary<Report: RunPage>: Encodable {
  struct Failed: Encodable {
    var cell: String
    var stage: String
    var message: String
  }

  private struct Ending: Encodable {
    var experiment: String
    var folder: String
    var status: String
    var cells: Int
    var unfinished: Int
    var failed: [Failed]
  }

  private let ending: Ending
  private let numbers: Report.Numbers

  init(_ outcome: RunOutcome<Report>) {
    ending = Ending(
      experiment: outcome.folder.name, folder: outcome.folder.path,
      status: outcome.status.rawValue, cells: outcome.cells, unfinished: outcome.unfinished,
      failed: outcome.failedCells.map {
        Failed(cell: $0.title, stage: $0.stage, message: $0.failure.message)
      })
    numbers = Report.numbers(of: outcome.report)
  }

  func encode(to encoder: any Encoder) throws {
    try ending.encode(to: encoder)
    try numbers.encode(to: encoder)
  }
}
