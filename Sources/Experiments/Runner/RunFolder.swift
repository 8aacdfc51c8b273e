import Foundation
import Storage

/// Where a run lies: `<root>/<name>/`, with the artifacts of all runs in `<root>/.store/`.
package struct RunFolder: Sendable, Equatable {
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

  /// The runs under a results root, by name.
  package static func all(in root: String) -> [RunFolder] {
    // A root that cannot be listed has no runs to show.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().map { RunFolder(root: root, name: $0) }
      .filter { FileManager.default.fileExists(atPath: $0.manifest) }
  }
}
