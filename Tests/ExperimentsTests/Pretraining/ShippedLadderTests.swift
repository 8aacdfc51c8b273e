import Experiments
import Foundation
import Testing

/// The chess models under `Weights/`, and what their cards say.
@Suite struct ShippedLadderTests {
  private static let root: URL = URL(fileURLWithPath: shippedFolder).deletingLastPathComponent()
  private static let sizes = ["50k", "130k", "370k", "1.3m", "5m"]

  private static func folder(_ size: String) -> String {
    root.appendingPathComponent("Weights/chess/\(size)").path
  }

  private static let listings = ModelListing.all(in: root.appendingPathComponent("Weights").path)
    .filter { $0.name.hasPrefix("chess/") }

  /// Rows of a committed CSV file without quoted cells, by column.
  private static func rows(_ name: String) throws -> [[String: String]] {
    let text = try String(
      contentsOf: root.appendingPathComponent("Results/chess-accuracy/\(name)"), encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test func fiveModelsFromSmallToLarge() throws {
    #expect(Self.listings.map(\.name) == Self.sizes.map { "chess/\($0)" })
    for (listing, size) in zip(Self.listings, Self.sizes) {
      #expect(listing.problem == nil)
      #expect(listing.tokens == 920 && listing.vocabulary == 920)
      let card = try #require(listing.card)
      #expect(card.name == size && card.weights == listing.parameters)
    }
    let counts = Self.listings.compactMap(\.parameters)
    #expect(zip(counts, counts.dropFirst()).allSatisfy { 2 * $0 < $1 })
  }

  @Test func theyAreSmallEnoughToBeCloned() throws {
    var bytes = 0
    for size in Self.sizes {
      for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder(size)) {
        let attributes = try FileManager.default.attributesOfItem(
          atPath: "\(Self.folder(size))/\(file)")
        bytes += try #require(attributes[.size] as? Int)
      }
    }
    #expect(bytes < 60_000_000)
  }

  /// A card's figures are those of the run that is committed.
  @Test(arguments: sizes) func cardsSayWhatWasMeasured(_ size: String) throws {
    let card = try #require(try ModelCard.read(inFolder: Self.folder(size)))
    let pair = try #require(
      try Self.rows("pgr.csv").first { $0["student"] == size && $0["method"] == "zero-shot" })
    let results = try Self.rows("results.csv").filter {
      $0["student"] == size && $0["split"] == "test"
    }
    func mean(_ metric: String, _ method: String) -> Double? {
      let values = results.filter { $0["metric"] == metric && $0["method"] == method }
        .compactMap { $0["value"].flatMap(Double.init) }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    let measured: [(String, Double?)] = [
      ("zero-shot puzzle accuracy", pair["student_score"].flatMap(Double.init)),
      ("finetuned puzzle accuracy", pair["ceiling_score"].flatMap(Double.init)),
      ("zero-shot legal moves", mean("legal_rate", "zero-shot")),
      ("finetuned legal moves", mean("legal_rate", "ceiling")),
    ]
    for (name, value) in measured {
      let figure = try #require(card.figures.first { $0.name == name })
      #expect(abs(figure.value - (try #require(value))) < 1e-9, "\(size), \(name)")
      #expect(figure.command?.contains("Experiments/chess/accuracy.yaml") == true)
    }
    #expect(card.figures.contains { $0.name == "test loss" })
  }
}
