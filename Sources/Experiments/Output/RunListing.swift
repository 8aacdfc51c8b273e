import Foundation

/// A run under a results root, for `list runs`.
package struct RunListing: Encodable, Sendable {
  package var name: String
  package var status: String
  package var started: Date?
  package var folder: String

  /// Runs whose manifest cannot be read are listed as such.
  package static func all(in root: String) -> [RunListing] {
    RunFolder.all(in: root).map { folder in
      do {
        let manifest = try Manifest.read(folder.manifest)
        return RunListing(
          name: folder.name, status: manifest.status.rawValue, started: manifest.started,
          folder: folder.path)
      } catch {
        return RunListing(
          name: folder.name, status: "unreadable manifest", started: nil, folder: folder.path)
      }
    }
  }

  package static func text(_ runs: [RunListing]) -> String {
    guard !runs.isEmpty else { return "no runs\n" }
    let width = runs.map(\.name.count).max() ?? 0
    return runs.map { run in
      let name = run.name + String(repeating: " ", count: width - run.name.count)
      let time = run.started.map { $0.formatted(.iso8601) } ?? ""
      return "\(name)  \(run.status)  \(time)  \(run.folder)\n"
    }.joined()
  }
}
