import Foundation

/// A form in which tokenizers lie on disk.
protocol TokenizerFormat: Sendable {
  /// Files that make it up, relative to a folder; the first is the one that may be named itself.
  static var files: [String] { get }
  static func load(_ paths: [String]) throws(DatasetError) -> any Tokenizer
}

/// Loads tokenizers from a folder or file.
package enum TokenizerLoader {
  /// Tried in this order. Add a form: a file with its type, an entry here.
  private static let formats: [any TokenizerFormat.Type] = [
    TokenizerJSONFormat.self, VocabularyAndMergesFormat.self,
  ]

  /// The files that a tokenizer at a path (a folder, or one of its files) consists of. Reads nothing.
  /// - Throws: `DatasetError` of kind `missing` or `tokenizer`.
  package static func files(at path: String, in root: DataRoot) throws(DatasetError) -> [String] {
    try find(path, root).paths
  }

  /// - Parameter path: a folder or one of its files, plain or gzip, under the root or absolute.
  /// - Throws: `DatasetError` of kind `missing` or `tokenizer`.
  package static func load(_ path: String, in root: DataRoot) throws(DatasetError) -> any Tokenizer
  {
    let found = try find(path, root)
    return try found.format.load(found.paths)
  }

  private static func find(
    _ path: String, _ root: DataRoot
  ) throws(DatasetError) -> (format: any TokenizerFormat.Type, paths: [String]) {
    let whole = try root.find(path)
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder)
    let url = URL(fileURLWithPath: whole)
    let folder = isFolder.boolValue ? url.path : url.deletingLastPathComponent().path
    let named = isFolder.boolValue ? nil : url.lastPathComponent
    let here = DataRoot(folder)
    for format in formats {
      if let named, format.files.count == 1, !isKnown(named) {
        // A file of any name: by what it is.
        if named.hasSuffix(".json") || named.hasSuffix(".json.gz") { return (format, [whole]) }
        continue
      }
      if let named, !format.files.contains(where: { named == $0 || named == $0 + ".gz" }) {
        continue
      }
      let paths = format.files.compactMap { here.locate($0) }
      if paths.count == format.files.count { return (format, paths) }
    }
    let wanted = formats.map { $0.files.joined(separator: " and ") }.joined(separator: ", or ")
    throw DatasetError(
      .tokenizer, whole, "there is no tokenizer that can be read",
      remedy: "put \(wanted) there (each plain or .gz)")
  }

  private static func isKnown(_ name: String) -> Bool {
    formats.contains { $0.files.contains { name == $0 || name == $0 + ".gz" } }
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
