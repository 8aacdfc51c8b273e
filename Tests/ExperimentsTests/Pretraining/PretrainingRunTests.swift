import Datasets
import Foundation
import Models
import Reporting
import Storage
import Synchronization
import Testing

@testable import Experiments

/// Real language models of a second, from the file to their folders.
@Suite struct PretrainingRunTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let rows = (0..<64).map { "\($0 % 2 == 0 ? "good" : "bad") thing \($0),\($0 % 2)" }
    _ = try folder.file("reviews.csv", (["text,label"] + rows).joined(separator: "\n") + "\n")
  }

  private func request(
    _ text: String = textsExperiment(), in root: String = "results", workers: Int = 1,
    cores: Int = 1
  ) throws -> RunRequest<PretrainingExperiment> {
    RunRequest(
      experiment: try pretraining(text), outputRoot: "\(folder.path)/\(root)",
      dataRoot: DataRoot(folder.path), weightsRoot: "\(folder.path)/\(root)/reviews/weights",
      workers: workers, cores: cores, arguments: ["run", "reviews.yaml"],
      command: "w2s run reviews.yaml")
  }

  /// Every file of a run but what says when and how long.
  private func contents(_ run: RunFolder) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: run.path)
    where ![".lock", "manifest.json", "README.md"].contains(where: name.hasSuffix) {
      contents[name] = FileManager.default.contents(atPath: run.file(name))
    }
    return contents.compactMapValues { $0 }
  }

  @Test func whatARunLeaves() async throws {
    let outcome = try await ExperimentRun(request()).run()
    #expect(outcome.status == .done && outcome.cells == 2)
    let run = outcome.folder
    let rows = try ResultRow.rows(contentsOf: URL(fileURLWithPath: run.file("results.csv")))
    let losses = rows.filter { $0.metric == "loss" }
    #expect(losses.map(\.student) == ["small", "small", "1.5m", "1.5m"])
    #expect(losses.map(\.split) == ["validation", "test", "validation", "test"])
    for row in losses {
      let (value, low) = (try #require(row.value), try #require(row.ciLow))
      let high = try #require(row.ciHigh)
      #expect(low <= value && value <= high && value < 5, "log 256 is 5.5")
    }
    #expect(losses[1].n == 12)
    let manifest = try Manifest.read(run.manifest)
    #expect(manifest.weights?.keys.sorted() == ["1.5m", "small"])
    let spent = try #require(manifest.stages.first { $0.kind == "pretrain" }?.spent)
    #expect(spent.seconds > 0 && spent.coreSeconds >= 0.99 * spent.seconds)
    let card = try #require(try ModelCard.read(inFolder: run.file("weights/small")))
    #expect(card.figures.map(\.name) == ["validation loss", "test loss"])
    #expect(card.figures[1].value == losses[1].value)
    let page = try String(contentsOfFile: run.file("weights/1.5m/README.md"), encoding: .utf8)
    #expect(page.contains("| steps | 15 |") && page.contains("w2s run reviews.yaml"))
    #expect(page.contains("40 texts, "))
    // Made again from its files.
    let again = try PretrainingReport.read(run, request().experiment)
    #expect(again == outcome.report)
    #expect(again.files().map(\.name) == ["report.md", "learning-curves.svg"])
    // It has nothing that compare could put side by side.
    #expect {
      try RunReport.pgrRows(run)
    } throws: { error in
      "\(error)".contains("pgr.csv: the run is one without PGR: a pretraining, or a study")
    }
  }

  /// The last loss of the curve, of all tokens, is that of the texts one by one.
  @Test func theLossIsThatOfTheCurve() async throws {
    let outcome = try await ExperimentRun(request()).run()
    let report = try #require(outcome.report)
    for model in ["small", "1.5m"] {
      let last = try #require(
        report.curves.last { $0.student == model && $0.set == "test" }?.value)
      let loss = try #require(
        report.results.first {
          $0.student == model && $0.split == "test" && $0.metric == "loss"
        }?.value)
      #expect(abs(last - loss) < 1e-6 * loss)
    }
  }

  @Test func workersCoresAndInterruptionsChangeNoByte() async throws {
    let whole = try await ExperimentRun(request()).run()
    let four = try await ExperimentRun(request(in: "four", workers: 4, cores: 3)).run()
    #expect(try contents(whole.folder) == contents(four.folder))
    var stopping = try request(in: "stopped")
    stopping.saveInterval = 0
    for limit in [3, 9, 20] {
      let asked = Mutex(0)
      let stopped = try await ExperimentRun(stopping).run(shouldStop: {
        asked.withLock {
          $0 += 1
          return $0 > limit
        }
      })
      #expect(stopped.status == .stopped && stopped.report == nil)
    }
    let resumed = try await ExperimentRun(stopping).run()
    #expect(resumed.status == .done)
    #expect(try contents(whole.folder) == contents(resumed.folder))
    // What earlier runs spent is counted.
    let spent = try Manifest.read(resumed.folder.manifest).stages.compactMap { $0.spent?.seconds }
    let again = try await ExperimentRun(stopping).run()
    #expect(
      try Manifest.read(again.folder.manifest).stages.compactMap { $0.spent?.seconds } == spent)
  }

  /// A model that goes on from what a run left, and one whose weights cannot be written.
  @Test func goingOn() async throws {
    _ = try await ExperimentRun(request()).run()
    let further = textsExperiment([
      "name: reviews": "name: further",
      "small: {architecture: gpt, layers: 1, width: 8, heads: 2, context: 16}":
        "on: {weights: small}",
      "tokenizer: byte\n": "",
    ]).replacingOccurrences(
      of: "context: 16, training", with: "context: 16, tokenizer: byte, training")
    var request = try request(further)
    request.weightsRoot = "\(folder.path)/results/reviews/weights"
    let outcome = try await ExperimentRun(request).run()
    let report = try #require(outcome.report)
    let first = try #require(
      report.curves.first { $0.student == "on" && $0.set == "test" && $0.step == 0 }?.value)
    #expect(first < 5, "it begins with what it learned before")
    let made = WeightsRoot(outcome.folder.file("weights"))
    #expect(
      try Pretrained(weights: "on").source(in: made).layout
        == Pretrained(weights: "small").source(in: WeightsRoot(request.weightsRoot)).layout)
    let lora = further.replacingOccurrences(
      of: "weights: small", with: "weights: small, finetuning: lora")
    request.experiment = try pretraining(lora)
    let error = #expect(throws: ModelError.self) { _ = try ExperimentRun(request) }
    #expect(error?.description.hasSuffix("write finetuning: full") == true)
  }
}
