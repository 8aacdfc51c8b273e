import Datasets
import Storage
import Testing
import Training
import WeakToStrong

@Suite struct TextLossStageTests {
  private let texts: TextTask
  private var store: TemporaryStore { texts.store }

  init() throws { texts = try TextTask() }

  private func losses(_ split: Split, tokens: Fingerprint? = nil) throws -> TextLosses {
    let training = try store.run(texts.pretrain(TextTask.gpt))
    let stage = TextLossStage(
      training: training, task: texts.task, tokens: tokens ?? texts.tokens, split: split)
    return try TextLossStage.losses(in: store.artifact(stage), file: "")
  }

  /// The training's curve has the same mean from batches of other sizes.
  @Test func theMeanIsThatOfTheCurve() throws {
    let artifact = try store.artifact(texts.pretrain(TextTask.gpt))
    let curve = try TrainingCurve(artifact, sets: ["validation", "test"], file: "")
    for split in [Split.validation, .test] {
      let found = try losses(split)
      let mean = found.sums.reduce(0, +) / Double(found.counts.reduce(0, +))
      let last = try #require(curve.points.last?.scores(of: split.rawValue)?.groundTruth?.loss)
      #expect(abs(mean - last) < 1e-5 * last)
    }
  }

  /// Tokens that are context alone count neither in the loss nor in the number.
  @Test func someTokensCount() throws {
    var some = try store.store.read(texts.tokens)
    some.attributes["predicted-after"] = .integers([4, 9])
    let found = try losses(.test, tokens: store.put(some, "some"))
    let all = try losses(.test)
    let ids = try some.int32("test/ids", in: "")
    let offsets = try some.int64("test/offsets", in: "").map(Int.init)
    for (text, ends) in zip(offsets, offsets.dropFirst()).enumerated() {
      let read = ids[ends.0..<min(ends.1, ends.0 + 32)]
      let counted = read.firstIndex { 4..<9 ~= $0 }.map { read.endIndex - $0 - 1 } ?? 0
      #expect(found.counts[text] == counted)
      #expect(found.sums[text] <= all.sums[text] && (counted > 0) == (found.sums[text] > 0))
    }
  }

  @Test func threadsChangeNothing() throws {
    let training = try store.run(texts.pretrain(TextTask.gpt))
    let stage = TextLossStage(
      training: training, task: texts.task, tokens: texts.tokens, split: .test)
    #expect(
      try store.bytes(stage.run(store.context(threads: 3)))
        == store.bytes(stage.run(store.context())))
  }
}
