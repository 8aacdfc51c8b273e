import Datasets
import Foundation
import Models

/// A pretrained model under a weights root, for `list models`.
package struct ModelListing: Encodable, Sendable {
  package var name: String
  package var kind: String?
  package var layers: Int?
  package var width: Int?
  package var parameters: Int?
  package var vocabulary: Int?
  package var context: Int?
  /// Tokens of its tokenizer.
  package var tokens: Int?
  /// How good it is, where its folder says so.
  package var card: ModelCard?
  /// Why it cannot be used.
  package var problem: String?

  /// How deep folders of models are looked for.
  private static let depth = 3

  package static func all(in root: String) -> [ModelListing] {
    models(in: "", of: root, depth: depth)
  }

  /// The models in a folder under the root, and in folders of folders.
  private static func models(in folder: String, of root: String, depth: Int) -> [ModelListing] {
    let found = contents("\(root)/\(folder)").flatMap { entry -> [ModelListing] in
      let name = folder.isEmpty ? entry : "\(folder)/\(entry)"
      let path = "\(root)/\(name)"
      guard isModel(path) else { return [] }
      if depth > 1, isCollection(path) { return models(in: name, of: root, depth: depth - 1) }
      return [model(name, root)]
    }
    // A folder of models is a ladder: small to large. The root is no ladder.
    guard !folder.isEmpty else { return found }
    return found.sorted {
      ($0.parameters ?? .max, $0.name) < ($1.parameters ?? .max, $1.name)
    }
  }

  /// Names in a folder; one that cannot be listed has no models to show.
  private static func contents(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Folders, and checkpoints of llama2.c, which are one file.
  private static func isModel(_ path: String) -> Bool {
    let name = (path as NSString).lastPathComponent
    guard FileManager.default.fileExists(atPath: path), !name.hasPrefix("."),
      !name.hasPrefix("tok")
    else { return false }
    return isFolder(path) || name.hasSuffix(".bin")
  }

  /// Whether a folder holds the folders of models, and is none itself.
  private static func isCollection(_ path: String) -> Bool {
    guard isFolder(path) else { return false }
    let names = contents(path).filter { !$0.hasPrefix(".") }
    let isModel = names.contains {
      $0 == "config.json" || $0.hasSuffix(".bin") || $0.hasSuffix(".safetensors")
    }
    return !isModel && names.contains { isFolder("\(path)/\($0)") }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private static func model(_ name: String, _ root: String) -> ModelListing {
    var listing = ModelListing(name: name)
    let weights = WeightsRoot(root)
    do {
      let source = try Pretrained(weights: name).source(in: weights)
      listing.kind = source.kind
      listing.layers = source.layout.layers
      listing.width = source.layout.width
      listing.vocabulary = source.layout.vocabulary
      listing.context = source.layout.context
      listing.parameters = source.weightCount
      let folder = source.folder.path
      listing.card = try ModelCard.read(inFolder: folder)
      listing.tokens = try TokenizerLoader.load(folder, in: DataRoot(".")).vocabularySize
    } catch {
      listing.problem = "\(error)"
    }
    return listing
  }

  package static func text(_ models: [ModelListing], root: String) -> String {
    guard !models.isEmpty else {
      return "no models under \(root); put the folder of one there, as downloaded from a hub\n"
    }
    return models.map { model in
      let facts: [String?] = [
        model.kind, model.layers.map { "\($0) layers" }, model.width.map { "width \($0)" },
        model.parameters.map { "\($0) weights" }, model.context.map { "context \($0)" },
        model.tokens.map { "tokenizer of \($0) tokens" },
      ]
      let known = facts.compactMap { $0 }.joined(separator: ", ")
      let figures = (model.card?.figures ?? []).map(\.text).joined(separator: "; ")
      return model.name + (known.isEmpty ? "" : ": " + known) + "\n"
        + (figures.isEmpty ? "" : "  \(figures)\n")
        + (model.problem.map { "  \($0)\n" } ?? "")
    }.joined()
  }
}
