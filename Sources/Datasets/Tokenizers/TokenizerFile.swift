/// A file of a tokenizer, for the folder of a model.
package struct TokenizerFile: Sendable, Equatable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

extension TokenizerLoader {
  /// The files of a tokenizer that lies at a path, as they go into the folder of a model: plain, and
  /// under the names by which they are known there.
  package static func copies(
    of path: String, in root: DataRoot
  ) throws(DatasetError) -> [TokenizerFile] {
    var copies: [TokenizerFile] = []
    let files = try files(at: path, in: root)
    for file in files {
      let base = file.split(separator: "/").last.map(String.init) ?? file
      let plain = TokenizerFiles.withoutGzip(base)
      // A tokenizer.json that stands alone may have any name.
      let isAlone = files.count == 1 && plain.hasSuffix(".json") && !isKnown(plain)
      let name = isAlone ? "tokenizer.json" : plain
      copies.append(TokenizerFile(name: name, bytes: try ByteStream(path: file).readAll()))
    }
    return copies
  }
}
