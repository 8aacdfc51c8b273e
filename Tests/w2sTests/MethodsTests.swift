import Foundation
import Testing

/// Every method of the paper from a file to `pgr.csv`.
@Suite struct MethodsTests {
  private static func text(_ methods: String) -> String {
    """
    name: methods
    task:
      source: { path: rows.jsonl, text: text, label: label }
      splits: { supervisor: 40, transfer: 40, validation: 20, test: 40 }
    tokenizer: byte
    models:
      tiny: { architecture: gpt, layers: 1, width: 8, heads: 2, context: 48 }
      small: { architecture: gpt, layers: 1, width: 16, heads: 2, context: 48 }
    pairs: [[tiny, small]]
    methods:
    \(methods)
    training: { epochs: 2, batch: 8, rate: 1e-2, evaluations: 2 }
    statistics: { draws: 100 }

    """
  }

  private static let all = """
      - finetune
      - confidence
      - bootstrap: { through: [tiny], loss: { product: {} } }
      - self-training: { rounds: 2, start: onward }
      - generative: { training: { steps: 4, rate: 1e-2 }, supervisor: true }
      - imitation
      - probe: { training: { steps: 20 } }
      - finetune-then-probe: { training: { steps: 20 } }
      - prompt: { shots: 2 }
      - prompt: { calibrated: true }
        as: zero-shot
    """

  private func place() throws -> Workplace {
    let place = try Workplace()
    let lines = (0..<160).map { row in
      let isGood = row % 2 == 0
      return #"{"text": "it is \#(isGood ? "good" : "bad") number \#(row * 7919 % 997)", "#
        + #""label": "\#(isGood ? "yes" : "no")"}"# + "\n"
    }
    try place.write(lines.joined(), to: "Data/rows.jsonl")
    return place
  }

  private func rows(_ place: Workplace, _ file: String) throws -> [[Substring]] {
    try place.text(file).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }

  /// All at once, with the controls that belong to them; a second run computes nothing and gives the
  /// same bytes, as does one with three workers.
  @Test func everyMethodRuns() throws {
    let place = try place()
    try place.write(Self.text(Self.all), to: "methods.yaml")
    try place.finish(["run", "methods.yaml", "--quiet", "--output", "r"])
    let found = Set(try rows(place, "r/methods/pgr.csv").map { String($0[2]) })
    #expect(
      found == [
        "finetune", "confidence", "bootstrap", "bootstrap-direct", "self-training", "generative",
        "imitation", "probe", "finetune-then-probe", "finetune-then-probe-untouched", "prompt",
        "zero-shot",
      ])
    let results = try rows(place, "r/methods/results.csv")
    let ceilings = Set(results.map { String($0[2]) }.filter { $0.hasPrefix("ceiling") })
    #expect(ceilings == ["ceiling", "ceiling/generative", "ceiling/probe"])
    let supervisors = Set(results.map { String($0[2]) }.filter { $0.hasPrefix("supervisor") })
    #expect(supervisors.contains("supervisor") && supervisors.contains("supervisor/probe"))

    let artifacts = try place.artifacts("r")
    try place.finish(["run", "methods.yaml", "--quiet", "--output", "r"])
    #expect(try place.artifacts("r") == artifacts)
    try place.finish(
      ["run", "methods.yaml", "--quiet", "--output", "w", "--workers", "3"])
    for name in ["pgr.csv", "results.csv", "comparisons.csv"] {
      #expect(try place.text("r/methods/\(name)") == place.text("w/methods/\(name)"))
    }
  }

  @Test func smokeCutsWhatMethodsBring() throws {
    let place = try place()
    try place.write(
      Self.text("  - probe\n  - finetune-then-probe"), to: "methods.yaml")
    try place.finish(["run", "methods.yaml", "--smoke", "--quiet", "--output", "r"])
    let resolved = try place.text("r/methods-smoke/experiment.yaml")
    #expect(!resolved.contains("epochs: 200"))
  }

  /// What a prompt lacks is said before anything is computed.
  @Test func wordsHaveToBeThoseOfTheClasses() throws {
    let place = try place()
    let text = Self.text("  - prompt: { words: [a, b, c] }").replacing(
      "task:\n", with: "task:\n  classes: [no, yes]\n")
    try place.write(text, to: "methods.yaml")
    let refused = try place.w2s("run", "methods.yaml", "--quiet", "--output", "r")
    #expect(refused.code != 0)
    #expect(
      refused.error.contains("3 words for 2 classes; give one word for each class: no, yes"),
      "\(refused.error)")
    #expect(!place.exists("r/methods/pgr.csv"))
  }

  /// An encoder cannot predict texts: said before anything is computed.
  @Test func whoCannotPredictTextsIsRefused() throws {
    let place = try place()
    let text = Self.text("  - generative").replacing(
      "small: { architecture: gpt, layers: 1, width: 16, heads: 2, context: 48 }",
      with: "small: { architecture: bert, layers: 1, width: 16, heads: 2, context: 48 }")
    try place.write(text, to: "methods.yaml")
    let refused = try place.w2s("run", "methods.yaml", "--quiet", "--output", "r")
    #expect(refused.code != 0)
    #expect(refused.error.contains("bert"), "\(refused.error)")
    #expect(!place.exists("r/methods/pgr.csv"))
  }
}
