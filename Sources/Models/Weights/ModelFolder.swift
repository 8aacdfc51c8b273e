import Foundation

/// A model as it is downloaded from a hub: `config.json`, weights and the files of its tokenizer; or
/// a checkpoint of llama2.c.
///
/// Opening reads the configuration and the headers of the weights; tensors are mapped one by one
/// when they are asked for.
package struct ModelFolder: Sendable {
  /// The folder, or the one file.
  package let path: String
  package let config: ConfigFile
  package let weights: StoredWeights
  /// Paths of all files that decide what the model computes and which tokens it reads, in order.
  package let files: [String]

  package init(path: String) throws(ModelError) {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .unusableModel(
        file: path, problem: "there is no such model",
        remedy: "give a folder with config.json and weights")
    }
    guard isFolder.boolValue else {
      let binary = try LlamaBinary(path: path)
      (config, weights, files) = (binary.config, binary.weights, [path])
      return
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw .unusableModel(
        file: path, problem: "cannot be listed", remedy: "check the rights of the folder")
    }
    let tokenizer = names.filter(Self.isTokenizer)
    if !names.contains("config.json"),
      let binary = names.first(where: { $0.hasSuffix(".bin") && !Self.isTokenizer($0) }),
      !names.contains(where: { $0.hasSuffix(".safetensors") })
    {
      let checkpoint = try LlamaBinary(path: "\(path)/\(binary)")
      (config, weights) = (checkpoint.config, checkpoint.weights)
      files = ([binary] + tokenizer).map { "\(path)/\($0)" }
      return
    }
    guard names.contains("config.json") else {
      throw .unusableModel(
        file: path, problem: "holds no config.json",
        remedy: "put all files of the model there, as downloaded")
    }
    config = try ConfigFile(path: "\(path)/config.json")
    let stored: [String]
    if names.contains("model.safetensors") {
      stored = ["model.safetensors"]
      weights = StoredWeights(try SafetensorsFile(path: "\(path)/model.safetensors"))
    } else if names.contains(Self.indexName) {
      let place = "\(path)/\(Self.indexName)"
      let (index, shards) = try ShardIndex.read(place)
      stored = [Self.indexName] + shards
      weights = try index.weights(in: path, index: place)
    } else {
      let pickled = names.contains { $0.hasPrefix("pytorch_model") }
      throw .unusableModel(
        file: path,
        problem: "holds no model.safetensors"
          + (pickled ? ", only a pickle of PyTorch" : ""),
        remedy: pickled
          ? "convert the weights to safetensors" : "put the weights there as model.safetensors")
    }
    files = (["config.json"] + stored + tokenizer).map { "\(path)/\($0)" }
  }

  private static let indexName = "model.safetensors.index.json"

  private static func isTokenizer(_ name: String) -> Bool {
    let names: Set = [
      "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
      "vocab.json", "merges.txt", "vocab.txt", "tokenizer.model", "chess_tokenizer.json",
    ]
    return names.contains(name) || name.hasSuffix(".tiktoken")
      // llama2.c's: tokenizer.bin, tok512.bin
      || name.hasPrefix("tok") && name.hasSuffix(".bin")
  }
}
