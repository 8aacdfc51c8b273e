import Datasets
import Models
import Storage
import Testing
import WeakToStrong

@testable import Experiments

@Suite struct CostModelTests {
  private func cost(timed: Bool) throws -> CostModel {
    let part = try experiment(pointsExperiment([:])).parts[0]
    var speed = timed ? MachineSpeed(weights: WeightsRoot("Weights"), cores: 2) : nil
    return CostModel(
      part, texts: nil, data: DataRoot("."), weights: WeightsRoot("Weights"), speed: &speed)
  }

  /// Seconds of a training of a few hundred small steps: more than none, less than minutes.
  @Test func timesAreSecondsOfThisMachine() throws {
    let names = try experiment(pointsExperiment([:])).models.names
    let (timed, counted) = (try cost(timed: true), try cost(timed: false))
    for name in names {
      let seconds = timed.training(name, on: .transfer)
      #expect(seconds > 1e-4 && seconds < 60)
      #expect(timed.prediction(name, on: .test) < seconds)
      #expect(counted.training(name, on: .transfer) > 1e4, "operations")
    }
  }

  @Test func tokensAreCountedWithTheTokenizerItself() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<100).map { "\"word\($0 % 5) of ten\",\($0 % 2)\n" }.joined()
    _ = try folder.file("texts.csv", "text,label\n" + rows)
    var task = TaskConfiguration()
    task.source = .file(FileSource(path: "texts.csv", text: "text", label: "label"))
    let texts = try #require(TextSample(task.resolved(in: DataRoot(folder.path), seed: 0)))
    let bytes = try #require(
      TokenSample(
        texts, TokenizerConfiguration(ByteTokenizerSource()), data: DataRoot(folder.path),
        weights: WeightsRoot("Weights")))
    #expect(bytes.vocabulary == 256)
    #expect(bytes.length(within: nil) == 12)  // "word0 of ten"
    #expect(bytes.length(within: 7) == 7)
    let words = try #require(
      TokenSample(
        texts, TokenizerConfiguration(WordsTokenizerSource()), data: DataRoot(folder.path),
        weights: WeightsRoot("Weights")))
    #expect(words.length(within: nil) == 3)
  }
}
