import Foundation

/// A form in which tokenizers lie on disk.
protocol TokenizerFormat: Sendable {
  /// Files that make it up: names, or patterns with one `*`.
  static var required: [String] { get }
  /// Files that change what it gives where they lie beside.
  static var optional: [String] { get }
  static func load(_ files: TokenizerFiles) throws(DatasetError) -> any Tokenizer
}

extension TokenizerFormat {
  static var optional: [String] { [] }
}

/// Loads tokenizers from a folder or file.
package enum TokenizerLoader {
  /// Tried in this order. Add a form: a file with its type, an entry here.
  private static let formats: [any TokenizerFormat.Type] = [
    TokenizerJSONFormat.self, VocabularyAndMergesFormat.self, BertVocabularyFormat.self,
    TiktokenFormat.self, Llama2CFormat.self, ChessTokenizerFormat.self,
  ]

  /// The files that a tokenizer at a path (a folder, or one of its files) consists of. Reads nothing.
  /// - Throws: `DatasetError` of kind `missing` or `tokenizer`.
  package static func files(at path: String, in root: DataRoot) throws(DatasetError) -> [String] {
    try find(path, root).files.all
  }

  /// - Parameter path: a folder or one of its files, plain or gzip, under the root or absolute.
  /// - Throws: `DatasetError` of kind `missing` or `tokenizer`.
  package static func load(_ path: String, in root: DataRoot) throws(DatasetError) -> any Tokenizer
  {
    let found = try find(path, root)
    return try found.format.load(found.files)
  }

  private static func find(
    _ path: String, _ root: DataRoot
  ) throws(DatasetError) -> (format: any TokenizerFormat.Type, files: TokenizerFiles) {
    let whole = try root.find(path)
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder)
    let url = URL(fileURLWithPath: whole)
    let folder = isFolder.boolValue ? url.path : url.deletingLastPathComponent().path
    let named =
      isFolder.boolValue ? nil : TokenizerFiles.withoutGzip(url.lastPathComponent)
    for format in formats {
      if let files = try TokenizerFiles.find(format, in: folder, named: named) {
        return (format, files)
      }
    }
    // A file of any name: by what it is.
    if let named, named.hasSuffix(".json"), !isKnown(named) {
      return (TokenizerJSONFormat.self, TokenizerFiles([("tokenizer.json", whole)]))
    }
    if DataRoot(folder).locate("tokenizer.model") != nil, named == nil || named == "tokenizer.model"
    {
      throw DatasetError(
        .tokenizer, folder, "tokenizer.model, of SentencePiece, is not read",
        remedy: "put the tokenizer.json of the same model there (transformers' save_pretrained "
          + "writes it)")
    }
    let wanted = formats.map { $0.required.joined(separator: " and ") }
    throw DatasetError(
      .tokenizer, whole, "there is no tokenizer that can be read",
      remedy: "put \(wanted.joined(separator: ", or ")) there (each plain or .gz)")
  }

  static func isKnown(_ name: String) -> Bool {
    formats.contains { $0.required.contains { TokenizerFiles.matches(name, $0) } }
  }
}

/// Parses a whole file as JSON.
func parseJSONFile(_ path: String) throws(DatasetError) -> JSONValue {
  let bytes = try ByteStream(path: path).readAll()
  let outcome = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONProblem> in
    if let wrong = firstInvalidUTF8(buffer) {
      return .failure(JSONProblem(offset: wrong, what: "not valid UTF-8"))
    }
    return Result { () throws(JSONProblem) in try JSONScanner.parse(buffer) }
  }
  switch outcome {
  case .success(let value): return value
  case .failure(let problem):
    let line = 1 + bytes[..<min(problem.offset, bytes.count)].count { $0 == 0x0a }
    throw DatasetError(
      .malformed, path, line: line, "not JSON: \(problem.what) at byte \(problem.offset + 1)",
      remedy: "fetch the file again")
  }
}
