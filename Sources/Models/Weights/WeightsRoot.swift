import Foundation

/// The folder that model folders lie in: `--weights DIR`, else `Weights/`.
package struct WeightsRoot: Sendable, Equatable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// Where the model of that name, or of that path, lies. Nothing is opened.
  package func place(of name: String) -> String {
    name.hasPrefix("/") || name.hasPrefix("./") || name.hasPrefix("../") ? name : "\(path)/\(name)"
  }

  /// Opens a model: a folder under the root by its name, or a path.
  package func folder(_ name: String) throws(ModelError) -> ModelFolder {
    let place = place(of: name)
    guard FileManager.default.fileExists(atPath: place) else {
      throw .unusableModel(
        file: place, problem: "there is no such model", remedy: remedy(for: name, at: place))
    }
    return try ModelFolder(path: place)
  }

  /// Opens a model that was named on the command line: a path from the current folder or, where
  /// nothing lies there, a name under the root.
  package func folder(pathOrName name: String) throws(ModelError) -> ModelFolder {
    if FileManager.default.fileExists(atPath: name) { return try ModelFolder(path: name) }
    let place = place(of: name)
    guard place == name || FileManager.default.fileExists(atPath: place) else {
      throw .unusableModel(
        file: name, problem: "there is no such model, nor is there \(place)",
        remedy: remedy(for: name, at: place))
    }
    return try folder(name)
  }

  private func remedy(for name: String, at place: String) -> String {
    let known = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { !$0.hasPrefix(".") }.sorted()
    let hint =
      known.isEmpty || place == name
      ? "" : " (those under \(path): \(known.joined(separator: ", ")))"
    return "put the model's folder there as downloaded from a hub (config.json, "
      + "model.safetensors and tokenizer files), or name the folder that holds it with --weights or W2S_WEIGHTS\(hint)"
  }
}
