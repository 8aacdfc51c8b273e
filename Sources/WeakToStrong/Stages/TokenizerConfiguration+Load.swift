import Datasets
import Foundation
import Models

extension TokenizerConfiguration {
  /// The files that it is read from, found but not read: under the data root, or in the folder of a
  /// pretrained model.
  package func inputFiles(
    data: DataRoot, weights: WeightsRoot
  ) throws(DatasetError) -> [InputFile] {
    guard let name = (source as? ModelTokenizerSource)?.weights else {
      return try source.inputFiles(in: data)
    }
    let (model, root) = Self.folder(name, weights)
    return try model.inputFiles(in: root).map { file in
      let base = file.path.split(separator: "/").last.map(String.init) ?? file.path
      return InputFile(role: file.role, name: "\(name)/\(base)", path: file.path)
    }
  }

  /// - Parameter texts: of supervisor and transfer, for those that need them.
  package func tokenizer(
    texts: [String], data: DataRoot, weights: WeightsRoot
  ) throws(DatasetError) -> any Tokenizer {
    guard let name = (source as? ModelTokenizerSource)?.weights else {
      return try source.tokenizer(texts: texts, in: data)
    }
    let (model, root) = Self.folder(name, weights)
    return try model.tokenizer(texts: texts, in: root)
  }

  /// What the tokenizer is in the folder of a model: made anew, or copies of the files that it is read
  /// from; nil where it has no such form.
  /// - Parameter texts: of supervisor and transfer, for those that need them.
  package func modelFiles(
    texts: [String], data: DataRoot, weights: WeightsRoot
  ) throws(DatasetError) -> [TokenizerFile]? {
    switch source {
    case let file as FileTokenizerSource:
      return try TokenizerLoader.copies(of: file.path, in: data)
    case let model as ModelTokenizerSource:
      let (model, root) = Self.folder(model.weights ?? "", weights)
      return try TokenizerLoader.copies(of: model.weights ?? "", in: root)
    default: return try tokenizer(texts: texts, data: data, weights: weights).modelFiles
    }
  }

  /// The folder of a model, as a name under the folder that it lies in. A model that is one file has its
  /// tokenizer beside it.
  private static func folder(
    _ name: String, _ weights: WeightsRoot
  ) -> (ModelTokenizerSource, DataRoot) {
    let place = weights.place(of: name) as NSString
    let above = DataRoot(place.pathComponents.count > 1 ? place.deletingLastPathComponent : ".")
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: place as String, isDirectory: &isFolder)
    let isFile = exists && !isFolder.boolValue
    return (ModelTokenizerSource(weights: isFile ? "." : place.lastPathComponent), above)
  }

  /// Whether texts get the special tokens of the model around them.
  package var addsSpecialTokens: Bool { source is ModelTokenizerSource }
}
