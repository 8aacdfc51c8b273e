import Datasets
import Foundation
import Testing

/// The commands around a run, on experiments that run.
@Suite struct CommandTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func lines(_ arguments: String...) throws -> [Substring] {
    let outcome = try place.w2s(arguments)
    #expect(outcome.code == 0, "\(outcome.error)")
    return outcome.output.split(separator: "\n")
  }

  @Test func planSaysWhatIsToDo() throws {
    let before = try lines("plan", "texts.yaml", "--data", "Data", "--output", "r")
    let count = before.count - 1
    #expect(before.dropLast().allSatisfy { $0.hasPrefix("to do   ") })
    #expect(before.last == "2 cells, \(count) stages, 0 stored; about a second of work left")
    try place.finish(["run", "texts.yaml", "--quiet", "--output", "r"])
    let after = try lines("plan", "texts.yaml", "--output", "r")
    #expect(after.dropLast().allSatisfy { $0.hasPrefix("stored  ") })
    #expect(after.last == "2 cells, \(count) stages, \(count) stored; nothing left to compute")
    for (title, word) in [("ceiling large, seed 0", "to do"), ("tokens for small", "to do")] {
      try place.remove(try place.artifact(titled: title, of: ["texts.yaml"], in: "r"))
      let line = try lines("plan", "texts.yaml", "--output", "r").first { $0.hasSuffix(title) }
      #expect(line?.hasPrefix(word) == true)
    }
    try place.finish(["run", "texts.yaml", "--quiet", "--output", "r"])
    // Nothing that is wanted lacks its tokens.
    try place.remove(try place.artifact(titled: "tokens for small", of: ["texts.yaml"], in: "r"))
    let spared = try lines("plan", "texts.yaml", "--output", "r")
    #expect(spared.first { $0.hasSuffix("tokens for small") }?.hasPrefix("unused  ") == true)
    #expect(spared.last?.hasSuffix("nothing left to compute") == true)
  }

  @Test func validates() throws {
    let outcome = try place.w2s("validate", "texts.yaml")
    #expect(outcome.code == 0)
    #expect(outcome.output == "texts.yaml: valid; 2 cells, 12 stages\n")
    #expect(!place.exists("Results"))
  }

  private static let smokeless = ["features.yaml", "texts.yaml"].map { [$0] }

  /// What `show` writes is the same experiment again.
  @Test(
    arguments: smokeless + [
      ["features.yaml", "--smoke"], ["texts.yaml", "--smoke"],
      ["features.yaml", "training.epochs=2", "training.steps=null", "seeds=3,5"],
      ["texts.yaml", "tokenizer={kind: bpe, vocabulary: 300}", "models.small.tokenizer=byte"],
      ["texts.yaml", "tokenizer={kind: bpe}", "models.small.tokenizer={vocabulary: 300}"],
      [
        "texts.yaml", "training.optimizer={adamw: {decay: 0.1}}",
        "models.large.training={optimizer: sgd}",
      ],
      [
        "texts.yaml",
        "methods=[{confidence: {preset: reference}}, {confidence: {weight: 0.5}, as: half}]",
      ],
      [
        "texts.yaml", "methods=[finetune, {bootstrap: {through: [small]}}]",
        "pairs=[[small, large]]",
      ],
      ["texts.yaml", "training.steps=4"], ["features.yaml", "training.epochs=1"],
      ["extending.yaml"], ["extending.yaml", "training.epochs=1"], ["imported.yaml"],
    ])
  func whatIsShownIsTheSameExperiment(arguments: [String]) throws {
    try place.write(
      "extends: texts.yaml\nname: other\ntraining: { steps: 3 }\n", to: "extending.yaml")
    try writeImported()
    let shown = try place.w2s(["show"] + arguments)
    try #require(shown.code == 0, "\(shown.error)")
    try place.write(shown.output, to: "shown.yaml")
    #expect(try place.w2s("show", "shown.yaml").output == shown.output)
    let plan = try place.w2s(["plan", "--json"] + arguments)
    #expect(plan.code == 0)
    func fingerprints(_ plan: Binary.Outcome) -> [Substring] {
      plan.output.split(separator: "\n").filter { $0.contains("\"fingerprint\"") }
    }
    #expect(!fingerprints(plan).isEmpty)
    #expect(fingerprints(try place.w2s("plan", "--json", "shown.yaml")) == fingerprints(plan))
  }

  /// An experiment whose supervisor is labels in a file.
  private func writeImported() throws {
    let rows = Workplace.table.split(separator: "\n").dropFirst().map { row in
      let text = row.split(separator: ",")[0]
      return #"{"text": "\#(text)", "p": [0.\#(row.hasPrefix("good") ? "3, 0.7" : "6, 0.4")]}"#
    }
    try place.write(rows.joined(separator: "\n") + "\n", to: "Data/labels.jsonl")
    try place.write(
      Workplace.texts
        .replacing("name: texts", with: "name: imported")
        .replacing(
          "small: { architecture: gpt, layers: 1, width: 4, heads: 1, context: 8 }",
          with: "small: { labels: { path: labels.jsonl, key: text, probabilities: p } }"),
      to: "imported.yaml")
  }

  @Test(arguments: ["features.yaml", "texts.yaml", "imported.yaml"])
  func reportWritesTheSameAgain(file: String) throws {
    try writeImported()
    try place.finish(["run", file, "--quiet"])
    let wanted = try place.contents(of: "Results")
    let name = String(file.dropLast(5))
    for file in wanted.keys where file.hasPrefix("\(name)/report") || file.hasSuffix(".svg") {
      try place.remove("Results/" + file)
    }
    #expect(try place.contents(of: "Results").count < wanted.count - 2)
    let outcome = try place.w2s("report", name)
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.output.hasSuffix("\nResults/\(name)/report.html\n"))
    expectSame(try place.contents(of: "Results"), wanted)
    #expect(try place.w2s("report", "Results/\(name)/").code == 0)
    expectSame(try place.contents(of: "Results"), wanted)
  }

  @Test func comparesRunsAndListsThem() throws {
    try place.finish(["run", "features.yaml", "--quiet"])
    try place.finish(["run", "features.yaml", "name=longer", "training.steps=50", "--quiet"])
    let compared = try lines("compare", "features", "Results/longer")
    #expect(compared[0].contains("PGR"))
    #expect(compared.count { $0.hasPrefix("finetune@") } == 2)
    let listed = try lines("list", "runs")
    #expect(listed.count == 2)
    #expect(listed[0].hasPrefix("features  done  "))
    #expect(listed[1].hasPrefix("longer    done  "))
    let missing = try place.w2s("compare", "features", "shorter")
    #expect(missing.code == 74)
    #expect(
      missing.error == "error: Results/shorter/pgr.csv: there are no results; "
        + "name a run that is done, by its name or its folder (w2s list runs)\n")
  }

  @Test(arguments: [
    "methods", "controls", "supervisors", "filters", "relabellings", "combinations", "losses",
    "tasks",
    "architectures", "runs",
  ])
  func lists(kind: String) throws {
    let text = try place.w2s("list", kind)
    #expect(text.code == 0)
    #expect(!text.output.isEmpty)
    let json = try place.w2s("list", kind, "--json")
    let entries = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    for name in try #require(entries).compactMap({ $0["name"] as? String }) {
      #expect(text.output.contains(name))
    }
    #expect(entries?.isEmpty == (kind == "runs"))
  }

  @Test func theSchemaIsJSON() throws {
    let outcome = try place.w2s("schema")
    let schema = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    #expect((schema as? [String: Any])?["title"] as? String == "w2s experiment")
  }

  @Test func inspectsWhatARunStored() throws {
    try place.finish(["run", "features.yaml", "--quiet"])
    let file = try place.artifact(
      titled: "ceiling large, seed 0", of: ["features.yaml"], in: "Results")
    let shown = try lines("inspect", file)
    #expect(shown[0] == "\(file) (checksum: ok)")
    #expect(shown.contains { $0.hasSuffix("  train") })
    #expect(shown.contains { $0.contains("weak-validation/parameters/") })
  }

  @Test func tokenizes() throws {
    let tokenizer = BytePairTrainer.train(["abab cd"], size: 258)
    try place.write(tokenizer.json, to: "tokenizer.json")
    let texts = ["abab", "", "ba ü"]
    try place.write(texts.map { $0 + "\n" }.joined(), to: "lines.txt")
    let outcome = try place.w2s("tokenize", "--tokenizer", "tokenizer.json", "lines.txt")
    #expect(outcome.code == 0, "\(outcome.error)")
    let ids = try outcome.output.split(separator: "\n").map {
      try JSONDecoder().decode([String: [Int32]].self, from: Data($0.utf8))["ids"]
    }
    #expect(ids == texts.map { tokenizer.encode($0) })
    let missing = try place.w2s("tokenize", "--tokenizer", "none", "lines.txt")
    #expect(missing.code == 65)
  }
}
