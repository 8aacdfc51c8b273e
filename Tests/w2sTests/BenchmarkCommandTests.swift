import Foundation
import Testing

/// `w2s benchmark` on models of a few thousand weights, for hundredths of a second.
@Suite struct BenchmarkCommandTests {
  private let place: Workplace
  private static let sizes = [
    "--layers", "2", "--width", "16", "--heads", "2", "--length", "6", "--batch", "3",
    "--vocabulary", "40", "--seconds", "0.01",
  ]

  init() throws {
    place = try Workplace()
    try TinyModel().write(to: "Weights/tiny", in: place)
    try place.write("{\"text\": \"good thing 1\"}\n{\"text\": \"bad\"}\n", to: "in.jsonl")
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try place.w2s(["benchmark", "--json"] + arguments)
    try #require(outcome.code == 0, "\(outcome.error)")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(object as? [String: Any])
  }

  private func part(_ name: String, of object: [String: Any]) throws -> [String: Any] {
    try #require(object[name] as? [String: Any])
  }

  @Test(arguments: ["gpt", "llama", "gpt-neox", "bert"])
  func saysWhatWasMeasured(architecture: String) throws {
    let found = try json(Self.sizes + ["--architecture", architecture, "--threads", "2"])
    #expect(
      Set(found.keys) == [
        "settings", "machine", "peak", "training", "inference", "memory", "residentPeakBytes",
      ])
    let settings = try part("settings", of: found)
    #expect(settings["architecture"] as? String == architecture)
    for (name, value) in [
      ("layers", 2), ("width", 16), ("heads", 2), ("batch", 3), ("vocabulary", 40),
      ("threads", 2), ("examples", 12), ("tokens", 72),
    ] { #expect(settings[name] as? Int == value, "\(name)") }
    #expect(try part("length", of: settings)["longest"] as? Int == 6)
    for name in ["training", "inference"] {
      let speed = try part(name, of: found)
      for key in [
        "tokensPerSecond", "examplesPerSecond", "gigaflops", "shareOfPeak", "secondsPerStep",
        "bestTokensPerSecond", "steps",
      ] { #expect(try #require(speed[key] as? Double) > 0, "\(name) \(key)") }
    }
    let machine = try part("machine", of: found)
    #expect(machine["isLowered"] as? Bool == false && machine["blasCore"] is String)
    #expect(try #require(part("memory", of: found)["ratio"] as? Double) >= 1)
  }

  @Test func measuresAPretrainedModelOnTexts() throws {
    let found = try json([
      "--model", "tiny", "--input", "in.jsonl", "--batch", "2", "--seconds", "0.01", "--profile",
    ])
    let settings = try part("settings", of: found)
    #expect(settings["model"] as? String == "tiny" && settings["input"] as? String == "in.jsonl")
    #expect(settings["examples"] as? Int == 2)
    // [CLS] good thing 1 [SEP] and [CLS] bad [SEP]
    #expect(settings["tokens"] as? Int == 8)
    #expect(try part("length", of: settings)["shortest"] as? Int == 3)
    #expect((found["trainingProfile"] as? [Any])?.isEmpty == false)
    let first = try json([
      "--model", "Weights/tiny", "--input", "in.jsonl", "--examples", "1", "--layers", "1",
      "--length", "4", "--seconds", "0.01",
    ])
    let cut = try part("settings", of: first)
    #expect(
      cut["examples"] as? Int == 1 && cut["tokens"] as? Int == 4 && cut["layers"] as? Int == 1)
  }

  @Test func readsLikeATable() throws {
    let outcome = try place.w2s(["benchmark", "--profile"] + Self.sizes)
    #expect(outcome.code == 0 && outcome.error == "")
    for word in [
      "gpt, 2 layers, width 16", "random tokens, 6 tokens each; 3 a step", "OpenBLAS core",
      "Matrix product", "Training", "Inference", "Memory of a step", "Training, by operation",
    ] { #expect(outcome.output.contains(word), "\(word)") }
  }

  @Test(arguments: [
    (["--heads", "3"], 64, "3 heads do not divide the width 16; make width a multiple of heads"),
    (["--architecture", "lama"], 64, "unknown architecture 'lama'; did you mean 'llama'?"),
    (
      ["--architecture", "mlp"], 64,
      "architecture 'mlp' reads features, not tokens; use one of: gpt"
    ),
    (["--architecture", "bag-of-words"], 64, "has no layers and heads; use one of: gpt"),
    (["--architecture", "pretrained"], 64, "a pretrained model has a name; give it with --model"),
    (["--batch", "0"], 64, "--batch is 0; give at least 1"),
    (["--seconds", "0"], 64, "--seconds is 0.0; give more than 0"),
    (["--input", "in.jsonl"], 64, "name it with --model"),
    (["--model", "tiny"], 64, "a pretrained model has its own width; remove --width or --model"),
  ])
  func refuses(arguments: [String], code: Int, message: String) throws {
    let outcome = try place.w2s(["benchmark"] + Self.sizes + arguments)
    #expect(outcome.code == Int32(code))
    #expect(outcome.output == "")
    #expect(outcome.error.contains(message), "\(outcome.error)")
  }

  @Test(arguments: [
    (["--model", "none"], 65, "Weights/none: there is no such model"),
    (["--model", "tiny", "--layers", "9"], 65, "the model has 2 layers, not 9"),
    (["--model", "tiny", "--length", "99"], 64, "the model reads at most 16 tokens"),
    (["--model", "tiny", "--input", "none.jsonl"], 65, "none.jsonl"),
    (["--model", "tiny", "--input", "in.jsonl", "--text", "txt"], 65, "in.jsonl:1"),
  ])
  func refusesModelsAndTexts(arguments: [String], code: Int, message: String) throws {
    let outcome = try place.w2s(["benchmark", "--seconds", "0.01"] + arguments)
    #expect(outcome.code == Int32(code))
    #expect(outcome.error.contains(message), "\(outcome.error)")
  }
}
