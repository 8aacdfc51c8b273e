import Foundation
import Storage

/// Where a run lies: `<root>/<name>/`, with the artifacts of all runs in `<root>/.store/`.
package struct RunFolder: Sendable, Equatable {
  /// Models that it trained and that are to be used elsewhere, each a folder in this one.
  static let weights = "weights"

  package var root: String
  package var name: String

  package init(root: String, name: String) {
    self.root = root
    self.name = name
  }

  package var path: String { "\(root)/\(name)" }
  package var store: ArtifactStore { Self.store(in: root) }
  package var manifest: String { file("manifest.json") }

  package static func store(in root: String) -> ArtifactStore {
    ArtifactStore(folder: "\(root)/.store")
  }

  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Replaces a file of the run whole.
  package func write(_ text: String, to name: String) throws(StorageError) {
    try AtomicFile.write(text, to: file(name))
  }

  /// Writes the resolved experiment. Results of another experiment that had the same name go: they
  /// would stand beside a file that they do not follow from. They are made again from stored
  /// artifacts when that experiment is run again.
  func begin(_ experiment: String) throws(StorageError) {
    let name = "experiment.yaml"
    if let standing = FileManager.default.contents(atPath: file(name)),
      standing != Data(experiment.utf8)
    {
      try removeResults()
    }
    try write(experiment, to: name)
  }

  private func removeResults() throws(StorageError) {
    // A folder that cannot be listed is one that the first write reports.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    for name in names
    where name == Self.weights
      || ["csv", "jsonl", "md", "html", "svg"].contains((name as NSString).pathExtension)
    {
      do {
        try FileManager.default.removeItem(atPath: file(name))
      } catch {
        throw StorageError(
          .failed, file: file(name),
          problem:
            "results of another experiment cannot be removed (\(error.localizedDescription))",
          remedy: "remove them, or give the experiment another name")
      }
    }
  }

  /// The runs under a results root, by name.
  package static func all(in root: String) -> [RunFolder] {
    // A root that cannot be listed has no runs to show.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().map { RunFolder(root: root, name: $0) }
      .filter { FileManager.default.fileExists(atPath: $0.manifest) }
  }

  /// A run by its name under the root, or by its folder.
  package static func named(_ text: String, root: String) -> RunFolder {
    let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
    let inRoot = RunFolder(root: root, name: trimmed)
    guard trimmed.contains("/"), !FileManager.default.fileExists(atPath: inRoot.manifest) else {
      return inRoot
    }
    let path = trimmed as NSString
    return RunFolder(root: path.deletingLastPathComponent, name: path.lastPathComponent)
  }

  /// The artifacts that the runs under a root were made from.
  package static func fingerprintsInUse(in root: String) throws -> Set<Fingerprint> {
    var used: Set<Fingerprint> = []
    for folder in all(in: root) {
      for stage in try Manifest.read(folder.manifest).stages {
        if let fingerprint = Fingerprint(stage.fingerprint) { used.insert(fingerprint) }
      }
    }
    return used
  }
}
