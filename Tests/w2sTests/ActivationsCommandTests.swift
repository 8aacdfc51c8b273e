import Foundation
import Storage
import Testing

/// `w2s activations` on a small random model.
@Suite struct ActivationsCommandTests {
  private let place: Workplace

  private static let model = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../ModelsTests/Fixtures/models/llama-tied").standardizedFileURL.path

  init() throws {
    place = try Workplace()
    try place.write("{\"ids\": [3, 1, 2]}\n{\"ids\": [5]}\n{\"ids\": [4, 4]}\n", to: "in.jsonl")
  }

  private func w2s(_ arguments: String...) throws -> Binary.Outcome {
    try place.w2s(["activations", "--model", Self.model, "--quiet"] + arguments)
  }

  private func file(_ name: String) -> String { "\(place.path)/\(name)" }

  @Test(arguments: ["last", "mean", "first", "all"])
  func writesLayersAndLogits(position: String) throws {
    let outcome = try w2s(
      "--input", "in.jsonl", "--output", "out.h5", "--position", position)
    #expect(outcome.code == 0 && outcome.error == "", "\(outcome.error)")
    let artifact = try ArtifactFile.read(file("out.h5"))
    #expect(
      Set(artifact.arrays.keys)
        == ["ids", "offsets", "logits", "layers/0", "layers/1", "layers/2"])
    let rows = position == "all" ? 6 : 3
    #expect(artifact["layers/2"]?.shape == [rows, 16])
    #expect(artifact["logits"]?.shape == [rows, 40])
    #expect(artifact["ids"]?.values == .int32([3, 1, 2, 5, 4, 4]))
    #expect(artifact["offsets"]?.values == .int64([0, 3, 4, 6]))
    #expect(artifact.attributes["position"] == .text(position))
    #expect(artifact.attributes["family"] == "llama")
    #expect(artifact.attributes["layers"] == .integers([0, 1, 2]))
    let inspected = try place.w2s(["inspect", "out.h5"])
    #expect(inspected.output.hasPrefix("out.h5 (checksum: ok)"))
  }

  @Test func layerByLayerIsTheSame() throws {
    #expect(try w2s("--input", "in.jsonl", "--output", "a.h5").code == 0)
    #expect(try w2s("--input", "in.jsonl", "--output", "b.h5", "--stream").code == 0)
    #expect(
      try w2s("--input", "in.jsonl", "--output", "c.h5", "--memory", "4K", "--workers", "3").code
        == 0)
    let whole = try Data(contentsOf: URL(fileURLWithPath: file("a.h5")))
    #expect(try Data(contentsOf: URL(fileURLWithPath: file("b.h5"))) == whole)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file("c.h5"))) == whole)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
    #expect(!names.contains { $0.hasPrefix(".w2s") || $0.hasSuffix(".tmp") })
  }

  @Test func someLayersWithoutLogits() throws {
    let outcome = try w2s(
      "--input", "in.jsonl", "--output", "out.h5", "--layers", "0-1", "--no-logits")
    #expect(outcome.code == 0, "\(outcome.error)")
    let artifact = try ArtifactFile.read(file("out.h5"))
    #expect(Set(artifact.arrays.keys) == ["ids", "offsets", "layers/0", "layers/1"])
  }

  @Test func cutsWhatIsLongerThanTheContext() throws {
    let outcome = try w2s("--input", "in.jsonl", "--output", "out.h5", "--context", "2")
    #expect(outcome.code == 0)
    #expect(outcome.error == "1 of 3 inputs are longer than 2 tokens and were cut\n")
    #expect(
      try ArtifactFile.read(file("out.h5"))["ids"]?.values == .int32([3, 1, 5, 4, 4]))
  }

  @Test func doesNotReplaceUnlessTold() throws {
    try place.write("precious", to: "out.h5")
    let refused = try w2s("--input", "in.jsonl", "--output", "out.h5")
    #expect(refused.code == 64)
    #expect(refused.error.contains("out.h5 exists; name another --output"))
    #expect(try w2s("--input", "in.jsonl", "--output", "out.h5", "--force").code == 0)
  }

  @Test(arguments: [
    (["--layers", "7"], 64, "the model has hidden states 0 to 2"),
    (["--layers", "a"], 64, "--layers is 'a'; write all, last, or numbers"),
    (["--position", "middle"], 64, "--position is 'middle'; write one of: first, last, mean, all"),
    (["--batch-tokens", "0"], 64, "--batch-tokens is 0; give at least 1"),
    (["--stream", "--memory", "1G"], 64, "keep one of them"),
    (["--input", "none.jsonl"], 65, "none.jsonl"),
    (["--input", "large.jsonl"], 65, "large.jsonl:1: token 40 lies outside"),
    (["--input", "text.jsonl"], 65, "there is no tokenizer that can be read"),
    (["--model", "none"], 65, "none: there is no such model, nor is there Weights/none; put"),
    (["--output", "none/out.h5"], 74, "none/out.h5"),
  ])
  func refuses(arguments: [String], code: Int, message: String) throws {
    try place.write("{\"ids\": [40]}\n", to: "large.jsonl")
    try place.write("{\"text\": \"a\"}\n", to: "text.jsonl")
    var all = ["activations", "--quiet"] + arguments
    for (name, value) in [
      ("--model", Self.model), ("--input", "in.jsonl"), ("--output", "out.h5"),
    ] where !arguments.contains(name) { all += [name, value] }
    let outcome = try place.w2s(all)
    #expect(outcome.code == Int32(code))
    #expect(outcome.error.contains(message), "\(outcome.error)")
    #expect(!FileManager.default.fileExists(atPath: file("out.h5")))
  }
}
