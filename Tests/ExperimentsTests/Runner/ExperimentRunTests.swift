import Datasets
import Foundation
import Reporting
import Storage
import Synchronization
import Testing

@testable import Experiments

/// A real experiment of a second, from the file to the report.
@Suite struct ExperimentRunTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let rows = (0..<60).map { row in
      let (x, y) = (sin(Double(row) * 1.7), cos(Double(row) * 2.3))
      return "\(x),\(y),\((x + y > 0) != (row % 9 == 4) ? 1 : 0)"
    }
    _ = try folder.file("points.csv", (["x,y,label"] + rows).joined(separator: "\n") + "\n")
  }

  private func request(
    _ text: String = pointsExperiment(), in root: String = "results", workers: Int = 1,
    cores: Int = 1
  ) throws -> RunRequest<Experiment> {
    var parsed = try experiment(text)
    parsed.statistics.draws = 100
    return RunRequest(
      experiment: parsed, outputRoot: "\(folder.path)/\(root)",
      dataRoot: DataRoot(folder.path), weightsRoot: folder.path, workers: workers, cores: cores,
      arguments: ["run", "points.yaml"], command: "w2s run points.yaml")
  }

  private func contents(_ folder: RunFolder, _ name: String) throws -> String {
    try String(contentsOfFile: folder.file(name), encoding: .utf8)
  }

  @Test func workersAndCoresChangeNoByte() async throws {
    let one = try await ExperimentRun(request(in: "one")).run()
    let four = try await ExperimentRun(request(in: "four", workers: 4, cores: 3)).run()
    #expect(one.status == .done && four.status == .done)
    for name in ["pgr.csv", "results.csv", "curves.csv", "metrics.jsonl", "experiment.yaml"] {
      #expect(try contents(one.folder, name) == contents(four.folder, name), "\(name)")
    }
    #expect(
      try PGRRow.rows(contentsOf: URL(fileURLWithPath: one.folder.file("pgr.csv"))).count == 6)
  }

  @Test func theReportIsMadeAgainFromTheFiles() async throws {
    let text = pointsExperiment([
      "{epochs: 2}": "{steps: 6, selection: [final, weak-validation]}",
      "[finetune]": "[finetune, confidence]", "seeds: [0]": "seeds: [0, 1]",
    ])
    let outcome = try await ExperimentRun(request(text)).run()
    let report = try #require(outcome.report)
    #expect(
      try RunReport.read(outcome.folder, request(text).experiment).files().map(\.contents)
        == report.files().map(\.contents))
    #expect(report.results.comparisons.count == 12)
    #expect(report.markdown().contains("Early stopping, confidence."))
    #expect(report.files().map(\.name).contains("agreement.svg"))
  }

  /// A student whose training diverges takes its own cells with it and no other.
  @Test func oneFailedCell() async throws {
    let text = pointsExperiment([
      "pairs: all": "pairs: [[small, medium], [small, large]]",
      "hidden: [4]": "hidden: [4], training: {rate: 1e38, optimizer: sgd, steps: 20}",
    ])
    let outcome = try await ExperimentRun(request(text)).run()
    #expect(outcome.status == .failed)
    #expect(outcome.failedCells.map(\.title) == ["finetune: small → medium, seed 0"])
    let failure = try #require(outcome.failedCells.first?.failure)
    #expect(failure.cause == .computation)
    #expect(failure.message.contains("is not finite"))
    let rows = try RunReport.pgrRows(outcome.folder)
    #expect(rows.map(\.student) == ["large"])
    #expect(
      try Manifest.read(outcome.folder.manifest).failedCells == outcome.failedCells.map(\.title))
  }

  @Test func stoppedAndRunAgain() async throws {
    let whole = try await ExperimentRun(request(in: "whole")).run()
    let events = Mutex(0)
    let stopped = try await ExperimentRun(request()).run(shouldStop: {
      events.withLock {
        $0 += 1
        return $0 > 12
      }
    })
    #expect(stopped.status == .stopped && stopped.report == nil)
    let resumed = try await ExperimentRun(request()).run()
    #expect(resumed.status == .done)
    #expect(try contents(resumed.folder, "results.csv") == contents(whole.folder, "results.csv"))
  }
}
