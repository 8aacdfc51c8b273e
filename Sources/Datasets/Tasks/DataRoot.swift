import Foundation

/// The folder that named data sets and relative paths are looked up under (`--data`, else `W2S_DATA`,
/// else `Data`).
package struct DataRoot: Sendable, Equatable {
  package var path: String

  package init(_ path: String) { self.path = path }

  /// The file of that name, with or without `.gz`; nil if there is none. An absolute name is taken as
  /// it is.
  package func locate(_ name: String) -> String? {
    let whole = name.hasPrefix("/") ? name : path + "/" + name
    var candidates = [whole, whole + ".gz"]
    if whole.hasSuffix(".gz") { candidates.append(String(whole.dropLast(3))) }
    return candidates.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// - Parameter remedy: what to do about a file that is not there.
  /// - Throws: `DatasetError` of kind `missing`.
  package func find(_ name: String, remedy: String? = nil) throws(DatasetError) -> String {
    if let found = locate(name) { return found }
    let whole = name.hasPrefix("/") ? name : path + "/" + name
    throw DatasetError(
      .missing, whole, "no such file (nor with .gz)",
      remedy: remedy
        ?? "put it there, or name the folder that holds '\(name)' with --data or W2S_DATA")
  }
}

/// A file that a task reads, for whoever hashes it.
package struct InputFile: Sendable, Equatable {
  /// What it is for: `source`, `labels`, `test-source`, `test-labels`, `tokenizer`, `weak-labels`.
  package var role: String
  /// As the experiment names it.
  package var name: String
  /// Where it was found.
  package var path: String

  package init(role: String, name: String, path: String) {
    self.role = role
    self.name = name
    self.path = path
  }
}
