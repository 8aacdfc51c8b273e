import ArgumentParser
import Experiments
import Foundation
import Storage

/// Looks after the artifacts that runs share.
struct Cache: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, verify or clean the artifacts under a results root.",
    subcommands: [List.self, Verify.self, Clean.self])

  /// Where the artifacts lie.
  struct Place: ParsableArguments {
    @Option(help: ArgumentHelp("Results root.", valueName: "folder"))
    var output = "Results"

    var store: ArtifactStore { RunFolder.store(in: output) }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the artifacts: fingerprint, kind, size, age.")

    @OptionGroup var place: Place
    @OptionGroup var json: JSONOption

    func run() throws {
      let entries = try place.store.list()
      try json.write(
        JSON.list(entries.map(Self.json)), else: Self.text(entries, now: Date()))
    }

    private static func text(_ entries: [ArtifactStore.Entry], now: Date) -> String {
      let rows = entries.map { entry in
        let age = now.timeIntervalSince1970 - Double(entry.modified)
        return [
          entry.fingerprint.short,
          (entry.kind ?? "unknown") + (entry.isPartial ? " (partial)" : ""),
          ByteCount.text(Double(entry.byteCount)), ProgressText.duration(age) + " old",
        ]
      }
      let sum = entries.map(\.byteCount).reduce(0, +)
      return Columns.text(rows, right: [2])
        + "\(entries.count) artifacts, \(ByteCount.text(Double(sum)))\n"
    }

    private static func json(_ entry: ArtifactStore.Entry) -> JSON {
      .object([
        "fingerprint": .text(entry.fingerprint.description),
        "kind": entry.kind.map(JSON.text) ?? .null, "partial": .boolean(entry.isPartial),
        "bytes": .integer(entry.byteCount), "modified": .integer(entry.modified),
      ])
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read every artifact and compare its checksum.",
      discussion: "Exits with 65 if an artifact is damaged.")

    @OptionGroup var place: Place

    func run() throws {
      let store = place.store
      let count = try store.list().count
      let problems = try store.verify()
      for problem in problems { StandardError.write("error: \(problem)\n") }
      StandardOutput.write("\(count - problems.count) of \(count) artifacts are sound\n")
      if let worst = problems.first { throw ExitStatus(worst) }
    }
  }

  struct Clean: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove artifacts that no run under the results root refers to.")

    @OptionGroup var place: Place

    @Flag(help: "Remove every artifact; what is run again is computed again.")
    var all = false

    @Flag(help: "Only say what would be removed.")
    var dryRun = false

    func run() throws {
      let store = place.store
      let kept = all ? [] : try RunFolder.fingerprintsInUse(in: place.output)
      let cleaning = try store.clean(keeping: kept, dryRun: dryRun)
      for path in cleaning.busy { StandardError.write("warning: \(path): in use; left alone\n") }
      StandardOutput.write(
        cleaning.removed.map { $0 + "\n" }.joined()
          + "\(cleaning.removed.count) files, \(ByteCount.text(Double(cleaning.byteCount))) "
          + (dryRun ? "would be removed\n" : "removed\n"))
    }
  }
}
