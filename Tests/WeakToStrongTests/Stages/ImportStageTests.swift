import Datasets
import Storage
import Testing
import Training
import WeakToStrong

@Suite struct ImportStageTests {
  private let store: TemporaryStore
  private let task: Fingerprint

  init() throws {
    store = try TemporaryStore()
    task = try store.run(TinyTasks.sentences(in: store))
  }

  private func stage(
    _ lines: [String], _ path: String = "labels.jsonl", seed: Int = 0,
    _ change: (inout ImportedLabels) -> Void
  ) throws -> ImportStage {
    let name = path.replacing("{seed}", with: "\(seed)")
    try store.file(name, lines.joined(separator: "\n") + "\n")
    var labels = ImportedLabels()
    labels.path = path
    labels.key = "text"
    change(&labels)
    return ImportStage(
      task: task, split: .test, labels: labels, seed: seed,
      input: try Fingerprint(ofFile: "\(store.root)/\(name)"))
  }

  private func texts() throws -> [String] {
    try store.store.read(task).text("test/text", in: "")
  }

  /// The file's order is not the task's.
  @Test func joinedByText() throws {
    let texts = try texts()
    let lines = texts.enumerated().reversed().map { index, text in
      #"{"text": "\#(text)", "p": [\#(1 - Double(index) / 16), \#(Double(index) / 16)]}"#
    }
    let others = [#"{"text": "no example has this text", "p": [1, 0]}"#]
    let artifact = try store.artifact(stage(others + lines) { $0.probabilities = "p" })
    #expect(artifact.attributes["split"] == .text("test"))
    let targets = try StoredPredictions.targets(in: artifact, file: "")
    #expect(targets.kind == .probabilities && targets.columns == 2)
    let found: [Float] = (0..<8).map { targets.values[2 * $0 + 1] }
    let expected: [Float] = (0..<8).map { Float($0) / 16 }
    #expect(found == expected)
  }

  @Test func classesByTheirNames() throws {
    let lines = try texts().map {
      #"{"text": "\#($0)", "answer": "\#($0.hasSuffix("ä") ? "yes" : "no")"}"#
    }
    let stage = try stage(lines, "labels-{seed}.jsonl", seed: 4) { $0.hard = "answer" }
    let targets = try StoredPredictions.targets(in: store.artifact(stage), file: "")
    let truth = try TaskArtifact.groundTruth(of: .test, in: task, store.context())
    #expect(targets == truth)
  }

  @Test func aTextWithoutALabel() throws {
    let lines = try texts().dropFirst(2).map { #"{"text": "\#($0)", "p": [1, 0]}"# }
    let stage = try stage(lines) { $0.probabilities = "p" }
    let error = #expect(throws: DatasetError.self) { try store.artifact(stage) }
    #expect(
      error?.description
        == "\(store.root)/labels.jsonl: 2 of 8 texts of the test split have no label, the first is "
        + "'\(try texts()[0])'; make this file the source of the task, so that its splits hold "
        + "labelled texts alone")
  }

  @Test func aTaskWithoutTexts() throws {
    var stage = try stage([#"{"text": "a", "p": [1, 0]}"#]) { $0.probabilities = "p" }
    stage.task = try store.run(TinyTasks.points(in: store))
    let error = #expect(throws: DatasetError.self) { try store.artifact(stage) }
    #expect(
      error?.description
        == "labels.jsonl: labels are joined by text and the task has no texts; use them with a "
        + "task of kind classification")
  }
}
