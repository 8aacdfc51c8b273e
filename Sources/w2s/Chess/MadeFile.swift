import Experiments
import Foundation
import Storage

/// A file that a command makes record by record, with a description beside it (`NAME.json`) of what it
/// is made with: the same command goes on with it, another one leaves it alone.
struct MadeFile {
  let path: String
  private var description: String { path + ".json" }
  private var partial: String { path + ".part" }

  init(_ path: String) { self.path = path }

  /// Opens the file to go on with it, after a look whether it was made with these settings.
  ///
  /// - Throws: `OccupiedOutput` where the file was made with others, or by someone else.
  func open(_ settings: some Encodable) throws -> GrowingFile {
    let text = try JSON.text(of: settings)
    if exists(path) || exists(partial) {
      guard let data = FileManager.default.contents(atPath: description) else {
        throw OccupiedOutput(
          path: path, what: "is there already, and nothing (\(description)) says how it was made")
      }
      let found = String(decoding: data, as: UTF8.self)
      guard found == text else {
        throw OccupiedOutput(
          path: path,
          what: "is there already, made with other settings (\(difference(text, found)))")
      }
    } else {
      try AtomicFile.makeFolder(for: path)
      try AtomicFile.write(text, to: description)
    }
    return try GrowingFile(path)
  }

  /// What tells this file from others: what it was made with, so that it may grow, else its content.
  func origin() throws(StorageError) -> Fingerprint {
    try Fingerprint(ofFile: exists(description) ? description : path)
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// The first line that differs, as it is in the description that lies there.
  private func difference(_ wanted: String, _ found: String) -> String {
    let lines = Set(wanted.split(separator: "\n"))
    let other = found.split(separator: "\n").first { !lines.contains($0) } ?? "fewer of them"
    return other.trimmingCharacters(in: [" ", ","])
  }
}

/// An output that is there and is not what this command makes.
struct OccupiedOutput: Error, CustomStringConvertible {
  let path: String
  let what: String

  var description: String { "\(path): \(what); give another --output, or remove it" }
}
