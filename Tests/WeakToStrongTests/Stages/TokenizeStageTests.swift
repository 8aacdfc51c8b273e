import Datasets
import Foundation
import Storage
import Testing
import Training
import WeakToStrong

@Suite struct TokenizeStageTests {
  private let store: TemporaryStore
  private let task: Fingerprint

  init() throws {
    store = try TemporaryStore()
    task = try store.run(TinyTasks.sentences(in: store))
  }

  private func stage(_ source: any TokenizerSource) -> TokenizeStage {
    TokenizeStage(task: task, tokenizer: TokenizerConfiguration(source), inputs: [])
  }

  /// The tokens of one example.
  private func ids(_ artifact: Artifact, _ split: Split, _ example: Int) throws -> [Int32] {
    let offsets = try artifact.int64("\(split.rawValue)/offsets", in: "").map(Int.init)
    return Array(
      try artifact.int32("\(split.rawValue)/ids", in: "")[offsets[example]..<offsets[example + 1]])
  }

  @Test(arguments: Split.allCases) func bytesAreTokens(of split: Split) throws {
    let texts = try store.store.read(task).text("\(split.rawValue)/text", in: "")
    let artifact = try store.artifact(stage(ByteTokenizerSource()))
    #expect(artifact.attributes["vocabulary"] == .integer(256))
    let offsets = try artifact.int64("\(split.rawValue)/offsets", in: "")
    #expect(offsets.count == texts.count + 1 && offsets[0] == 0)
    for (example, text) in texts.enumerated() {
      #expect(try ids(artifact, split, example) == text.utf8.map(Int32.init))
    }
  }

  /// A vocabulary is made from supervisor and transfer: another test split changes none of it.
  @Test func vocabularyNeverSeesTheTest() throws {
    var source = TrainedTokenizerSource()
    source.vocabulary = 300
    let first = try store.artifact(stage(source))
    var other = try store.store.read(task)
    other["test/text"] = StoredArray(
      .text((0..<8).map { "wholly other words, wholly other \($0)" }))
    var changed = stage(source)
    changed.task = try store.put(other, "other test")
    let second = try store.artifact(changed)
    for split in [Split.supervisor, .transfer, .validation] {
      #expect(first["\(split.rawValue)/ids"] == second["\(split.rawValue)/ids"])
    }
    #expect(first["test/ids"] != second["test/ids"])
  }

  @Test func modelsReadTheTokensOfTheirSplit() throws {
    let tokens = try store.run(stage(ByteTokenizerSource()))
    let examples = try TaskArtifact.inputs(
      of: .validation, task: task, tokens: tokens, store.context())
    #expect(examples.count == 8)
    let shape = try TaskArtifact.shape(
      task: task, tokens: tokens, split: .transfer, store.context())
    #expect(shape.input == .tokens(vocabulary: 256) && shape.outputs == 2)
  }

  @Test func aTaskWithoutSplits() throws {
    var broken = stage(ByteTokenizerSource())
    broken.task = try store.put(Artifact(), "empty")
    let error = #expect(throws: StorageError.self) { try store.artifact(broken) }
    #expect(
      error?.description
        == "artifact.h5: attribute splits: is missing; remove the file so that it is made again")
  }
}
