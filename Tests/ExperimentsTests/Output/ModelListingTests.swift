import Experiments
import Foundation
import Testing

@Suite struct ModelListingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let written = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../../ModelsTests/Fixtures/written/gpt").standardizedFileURL.path

  /// Folders of folders, one that is no model, and a card.
  @Test func foldersOfFolders() throws {
    for name in ["plain", "chess/50k"] {
      let place = "\(folder.path)/\(name)"
      try FileManager.default.createDirectory(
        atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: Self.written, toPath: place)
    }
    _ = try folder.file("empty/notes.txt", "nothing")
    let figure = ModelCard.Figure(
      "puzzle accuracy", 0.25, low: 0.2, high: 0.3125, sample: "400 puzzles", command: "w2s run x")
    let card = ModelCard(
      name: "50k", weights: 3944, command: "w2s run y",
      figures: [figure, ModelCard.Figure("legal moves", 0.99)])
    _ = try folder.file("chess/50k/card.json", JSON.text(of: card))
    let models = ModelListing.all(in: folder.path)
    #expect(models.map(\.name) == ["chess/50k", "empty", "plain"])
    #expect(models[0].card == card && models[2].card == nil)
    #expect(models[1].problem?.contains("holds no config.json") == true)
    let text = ModelListing.text(models, root: folder.path)
    #expect(text.contains("chess/50k: gpt2, 2 layers, width 8, "))
    #expect(
      text.contains(
        "  puzzle accuracy 0.250 [0.200, 0.312], 400 puzzles; legal moves 0.990\n"))
  }

  @Test func aBrokenCardIsSaid() throws {
    try FileManager.default.copyItem(atPath: Self.written, toPath: "\(folder.path)/a")
    _ = try folder.file("a/card.json", "[]")
    let models = ModelListing.all(in: folder.path)
    #expect(models[0].problem?.contains("card.json: is not the card of a model") == true)
  }
}
