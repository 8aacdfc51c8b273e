import Foundation
import Testing

/// Supervisors that are made of others, filters, relabelling and controls, from file to table.
@Suite struct SupervisorTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try TinyModel().write(to: "Weights/tiny", in: place)
    try place.write(Self.text, to: "all.yaml")
  }

  private static let text = """
    name: all
    task:
      source: { path: reviews.csv, text: text, label: label }
      splits: { supervisor: 30, transfer: 40, validation: 16, test: 30 }
    models:
      flips: { simulated: { accuracy: 0.8, confidence: 0.9 } }
      short: { simulated: { like: small, errors: shortest } }
      long: { simulated: { accuracy: 0.7, errors: longest } }
      hard: { simulated: { like: small, errors: least-confident } }
      easy: { simulated: { accuracy: 0.7, errors: most-confident } }
      small: { architecture: gpt, layers: 1, width: 4, heads: 1, context: 8, tokenizer: byte }
      seeds: { ensemble: { of: small, members: 2, combine: confidence } }
      bags: { ensemble: { of: small, members: 2, bag: true } }
      both: { ensemble: { of: [small, flips] } }
      first: { first-features: { k: 3, training: { epochs: 5 } } }
      large: { weights: tiny, finetuning: head }
    pairs: [[flips, large], [short, large], [long, large], [hard, large], [easy, large],
      [first, large], [seeds, large], [bags, large], [both, large]]
    methods:
      - finetune
      - { finetune: { filter: confident }, as: confident }
      - { finetune: { filter: { confidence-band: { from: 0.5, to: 1 } } }, as: band }
      - { finetune: { filter: bootstrap }, as: bag }
      - { finetune: { filter: { neighbours: { k: 3 } } }, as: near }
      - { finetune: { filter: { neighbours: { k: 3, measure: cut-statistic } } }, as: cut }
      - { finetune: { filter: { neighbours: { k: 3, rule: majority } } }, as: majority }
      - { finetune: { filter: oracle }, as: oracle }
      - { finetune: { relabel: { neighbours: { k: 3 } } }, as: smooth }
      - { finetune: { relabel: sharpen }, as: sure }
      - { finetune: { relabel: balance, filter: confident }, as: balanced }
    controls: all
    training: { epochs: 1, batch: 8, rate: 1e-2, evaluations: 1 }
    statistics: { draws: 100 }

    """

  private func rows(_ name: String) throws -> [[Substring]] {
    try place.text(name).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
  }

  @Test func everythingComesToATable() throws {
    try place.finish(["run", "all.yaml", "--output", "r", "--quiet", "--workers", "3"])
    let pgr = try rows("r/all/pgr.csv")
    #expect(pgr.count == 9 * (11 + 8))
    #expect(Set(pgr.map { $0[3] }).count == 9)
    #expect(Set(pgr.map { $0[2] }).count == 19)
    // Thirty test examples: 24 and 21 are right.
    for row in pgr where row[3] == "flips" { #expect(Double(row[6]) == 0.8) }
    for row in pgr where ["long", "easy"].contains(row[3]) { #expect(Double(row[6]) == 0.7) }
    // Nothing is computed a second time.
    let plan = try place.w2s("plan", "all.yaml", "--output", "r")
    #expect(plan.output.contains("nothing left to compute"))
    // Other workers give the same bytes.
    try place.finish(["run", "all.yaml", "--output", "s", "--quiet", "--workers", "1"])
    expectSame(try place.contents(of: "s"), try place.contents(of: "r"))
  }

  /// The same in small, of texts, of pairs of texts and of numbers.
  @Test(arguments: ["texts", "pairs", "numbers"])
  func everyKindOfTask(_ kind: String) throws {
    var text = Self.text
    let source = "source: { path: reviews.csv, text: text, label: label }"
    switch kind {
    case "pairs":
      let lines = (0..<160).map { row in
        #"{"chosen": "good thing \#(row)", "rejected": "bad \#(row % 7)"}"# + "\n"
      }
      try place.write(lines.joined(), to: "Data/pairs.jsonl")
      text = text.replacing(
        source,
        with:
          "{kind: preference, source: { path: pairs.jsonl, chosen: chosen, rejected: rejected },"
      )
      text = text.replacing("task:\n  {kind", with: "task: {kind")
      text = text.replacing("test: 30 }\n", with: "test: 30 }}\n")
    case "numbers":
      let lines = (0..<160).map { "\($0 % 7),\($0 % 5),\($0 % 2)\n" }
      try place.write("x,y,label\n" + lines.joined(), to: "Data/points.csv")
      text = text.replacing(
        source,
        with: "{kind: features, source: { path: points.csv, label: label, features: [x, y] },")
      text = text.replacing("task:\n  {kind", with: "task: {kind")
      text = text.replacing("test: 30 }\n", with: "test: 30 }}\n")
      text = text.replacing(
        "weights: tiny, finetuning: head", with: "architecture: mlp, hidden: [4]")
      text = text.replacing(
        "architecture: gpt, layers: 1, width: 4, heads: 1, context: 8, tokenizer: byte",
        with: "architecture: linear")
      for errors in ["shortest", "longest"] {
        text = text.replacing("errors: \(errors)", with: "errors: random")
      }
      text = text.replacing("k: 3, training", with: "k: 1, training")
    default: break
    }
    try place.write(text, to: "kind.yaml")
    try place.finish(["run", "kind.yaml", "--output", "r", "--quiet", "--smoke"])
    #expect(try rows("r/all-smoke/pgr.csv").count == 9 * (11 + 8))
  }

  @Test func listsSayWhatThereIs() throws {
    for (kind, names) in [
      ("supervisors", ["simulated", "first-features", "ensemble", "accuracy", "members  "]),
      ("filters", ["confident", "confidence-band", "neighbours", "bootstrap", "oracle"]),
      ("relabellings", ["neighbours", "sharpen", "balance", "temperature"]),
      ("combinations", ["mean", "confidence", "measure"]),
      ("controls", ["shuffled-labels", "ground-truth-mixing", "fractions", "supervisor-split"]),
    ] {
      let outcome = try place.w2s("list", kind)
      for name in names { #expect(outcome.output.contains(name), "\(kind) \(name)") }
      #expect(outcome.output.contains("  source: "))
    }
  }

  @Test func theSchemaKnowsThem() throws {
    let schema = try place.w2s("schema").output
    for name in [
      "controls", "simulated", "ensemble", "least-confident", "relabel", "cut-statistic",
      "ground-truth-mixing",
    ] {
      #expect(schema.contains("\"\(name)\""), "\(name)")
    }
  }
}
