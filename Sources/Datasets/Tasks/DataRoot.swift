import Foundation

/// Where named data sets and relative paths are looked up: under the data root (`--data`, else `W2S_DATA`,
/// else `Data`), then beside the experiment file, where what it brings along lies.
package struct DataRoot: Sendable, Equatable {
  package var path: String
  /// The folders of the experiment file, and of the one that it extends.
  package var beside: [String]

  package init(_ path: String, beside: [String] = []) {
    self.path = path
    self.beside = beside
  }

  /// The data root alone: named data sets lie nowhere else.
  var alone: DataRoot { DataRoot(path) }

  /// The file of that name, with or without `.gz`; nil if there is none. An absolute name is taken as
  /// it is.
  package func locate(_ name: String) -> String? {
    for whole in places(name) {
      var candidates = [whole, whole + ".gz"]
      if whole.hasSuffix(".gz") { candidates.append(String(whole.dropLast(3))) }
      if let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) {
        return found
      }
    }
    return nil
  }

  private func places(_ name: String) -> [String] {
    name.hasPrefix("/") ? [name] : ([path] + beside).map { "\($0)/\(name)" }
  }

  /// - Parameter remedy: what to do about a file that is not there.
  /// - Throws: `DatasetError` of kind `missing`.
  package func find(_ name: String, remedy: String? = nil) throws(DatasetError) -> String {
    if let found = locate(name) { return found }
    let places = places(name)
    let others = places.dropFirst().map { ", nor \($0)" }.joined()
    throw DatasetError(
      .missing, places[0], "no such file (nor with .gz)\(others)",
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
